"""What a record of each kind is. Pure: nothing here reads or writes anything.

- `kinds.py` the list of kinds; `parse` and `dump` are how every door turns JSON into content and back
- `units.py` ... `notes.py` one small family of kinds each, declared once: fields, help, codes, projection
- `base.py` what all kinds share; `part.py` the pieces fields are made of; `dates.py` ranges and grades
- `vocabulary.py` and `vocabularies.py` the codes; `problems.py` what did not fit, in words
- `references.py` which records a content names; `projection.py` what a catalogue indexes of it
- `schemas.py` publishes all of this as JSON Schema
"""
