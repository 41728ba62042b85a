"""The sealed search databases: one for each holder, in clear only in memory. It pulls from the archive.

store      one catalogue: an in-memory SQLite database, its tables, adding and dropping records
sync       catching up with the custody log before every question
snapshots  the sealed copy of a catalogue on disk, replaced only by a newer one
text       how text is folded, the same for the index and for a question
names      names across scripts and spellings
queries    the catalogues of an actor, caught up; the records of a case; titles
actions    putting a signed-out actor's catalogues away
"""
