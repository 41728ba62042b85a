"""What Testimonia does. Each area may import those below it.

exports    bundles out, and their verifier
search     questions: units, dates, names -> records
forces     units, persons, postings over time: who commanded whom
consent    what each witness agreed to
evidence   files: sealed, hashed
catalogue  the sealed search databases; pulls from archive, nobody pushes to it
archive    cases, register, compartments, grants and revocations, records, versions, drafts
accounts   members, teams, certificates, tokens, sessions
custody    the Merkle log
work       Work (session, storage, host keys, clock) and Actor (who acts, with which keys)

An area has actions.py (verbs that write, each with its line in the custody log, never a commit),
queries.py (reads, always for an actor), views.py (frozen answers) and rules.py (pure decisions).
"""
