"""What each witness agreed to.

rules     the consent gate: what may leave, for whom, and why not: pure
actions   the withdrawal of a consent
"""
