"""The local SQLite store: what the record adds up to, and what every screen reads.

`peek` and `listing` use sqlite3 alone, so that the first queue is on the screen before SQLModel
is imported; everything that writes goes through `store.Store`.
"""

SCHEMA = 4  # the newest layout of rows in the record and of the store's tables
APPLICATION_ID = 0x43444B31  # "CDK1" in the file's header: this store is ours
