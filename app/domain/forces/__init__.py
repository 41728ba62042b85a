"""Units, persons and postings over time: who commanded whom, never more certain than the sources.

rules    walking command relations, on a day or over all time: pure
queries  who commanded a unit on a day; which units are under it
views    answers
"""
