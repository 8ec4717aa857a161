"""APScheduler, kept small: one date job armed for the earliest wakeup, and interval jobs that keep house.

Absent here, on purpose: a job per learner, a job store, cron triggers. The database says what is due.
"""
