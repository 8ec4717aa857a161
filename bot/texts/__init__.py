"""Wording: a message becomes text in a language.

The words are in ``<lang>/<feature>.j2``, one macro a message, buttons included; ``<lang>/words.j2`` has the
phrases that many of them share, ``<lang>/profile.j2`` what the bot says of itself. Absent here: decisions,
Telegram, and time.
"""
