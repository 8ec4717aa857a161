"""Rules are tested by what they say, not by how fast a busy machine is: no deadlines for Hypothesis."""

from hypothesis import settings

settings.register_profile("pomodock-texts", deadline=None)
settings.load_profile("pomodock-texts")
