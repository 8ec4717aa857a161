"""SQLAlchemy rows on one side, domain values on the other.

``schema.py`` has every table; one file a feature turns rows into values and back. Absent here, on purpose:
decisions, mapped domain classes, lazy loads that outlive a transaction, and a generic repository.
"""
