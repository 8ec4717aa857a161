"""Tests, one folder a room of ``bot/``."""
