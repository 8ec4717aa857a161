"""Telegram: an update becomes a service call, and a delivery becomes a message.

``poller.py`` fetches raw updates, ``application.py`` has python-telegram-bot's Application with its handlers,
``messenger.py`` is the way back, ``limiter.py`` keeps Telegram's limits. Absent here, on purpose: PTB's Updater, its
persistence, JobQueue and ConversationHandler (state is in the database), decisions, and wording.
"""

import os

# PTB's switch for spans of time as ``timedelta``, the only way in its next release. It is read whenever one is made.
os.environ.setdefault("PTB_TIMEDELTA", "1")
