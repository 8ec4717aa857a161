"""Pomodock: a Telegram study companion. See the section Architecture of README.md for the map."""
