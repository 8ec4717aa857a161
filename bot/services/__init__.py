"""What Pomodock does: load, decide, save, announce. One file a feature.

A service gets a ``Turn`` (an open transaction at one instant), loads domain values from ``storage``, lets ``domain``
decide, saves, and owes messages through the turn. Absent here, on purpose: Telegram, wording, containers, timers.
What is needed from outside is in ``ports.py``.
"""
