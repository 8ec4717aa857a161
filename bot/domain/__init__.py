"""What Pomodock knows and decides.

Pure and synchronous: frozen values and functions over them. Absent here, on purpose: input and output, the
clock (``now`` is an argument), randomness (a ``Random`` is an argument), the database, Telegram, Docker, and
any wording. Only the standard library and ``fsrs`` are imported.
"""
