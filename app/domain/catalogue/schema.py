"""The tables of a catalogue. Ids and codes are interned in `term`: a fact is a row of small numbers."""

from app.domain.catalogue import days

VERSION = 6
"""Stands in every snapshot. Raise it when a table, the fold of names or that of text changes: a snapshot of
another version is not opened, the catalogue is built anew."""

_DAYS = ", ".join(f"{column} INTEGER" for column in days.COLUMNS.split(", "))

TABLES = f"""
CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE term (n INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);

-- what the holder opens: everything in these compartments is here
CREATE TABLE compartment (id INTEGER PRIMARY KEY, "case" INTEGER, name TEXT NOT NULL);

-- one row for the newest version of each record; a newer version gets a new number, since the full-text index
-- holds no text and cannot forget the old one, whose number is then dead
CREATE TABLE item (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    record INTEGER NOT NULL UNIQUE, version INTEGER NOT NULL, compartment INTEGER NOT NULL, "case" INTEGER,
    kind INTEGER NOT NULL, title TEXT NOT NULL, dates TEXT, {_DAYS}
);
CREATE INDEX item_case ON item ("case");
CREATE INDEX item_kind ON item (kind);
CREATE VIRTUAL TABLE fulltext USING fts5 (words, content='', tokenize='unicode61 remove_diacritics 2');
CREATE TABLE dead (n INTEGER PRIMARY KEY);

-- case and kind stand here as well, so that only items that answer are looked up
CREATE TABLE facet (
    field INTEGER NOT NULL, value INTEGER NOT NULL, kind INTEGER NOT NULL, item INTEGER NOT NULL,
    PRIMARY KEY (field, value, kind, item)
) WITHOUT ROWID;
CREATE INDEX facet_item ON facet (item);
CREATE TABLE belongs (
    individual INTEGER NOT NULL, "case" INTEGER NOT NULL, kind INTEGER NOT NULL, item INTEGER NOT NULL,
    PRIMARY KEY (individual, "case", kind, item)
) WITHOUT ROWID;
CREATE INDEX belongs_item ON belongs (item);

-- acts, arrests, stays: what unit, incident, place, person, type, method and dates are asked of together
CREATE TABLE event (
    n INTEGER PRIMARY KEY, item INTEGER NOT NULL, record INTEGER NOT NULL, "case" INTEGER NOT NULL,
    key TEXT NOT NULL, reports TEXT NOT NULL, {_DAYS}
);
CREATE INDEX event_item ON event (item);
CREATE INDEX event_record ON event (record, "case", first, last);
CREATE INDEX event_days ON event (first, last);
CREATE TABLE event_facet (
    field INTEGER NOT NULL, value INTEGER NOT NULL, event INTEGER NOT NULL, PRIMARY KEY (field, value, event)
) WITHOUT ROWID;
CREATE INDEX event_facet_event ON event_facet (event);
CREATE TABLE involved (
    target INTEGER NOT NULL, party INTEGER NOT NULL, item INTEGER NOT NULL, "case" INTEGER NOT NULL,
    degree TEXT, certainty TEXT, reports TEXT NOT NULL,
    PRIMARY KEY (party, target, item)
) WITHOUT ROWID;
CREATE INDEX involved_target ON involved (target);
CREATE INDEX involved_item ON involved (item);

CREATE TABLE name (n INTEGER PRIMARY KEY, item INTEGER NOT NULL, text TEXT NOT NULL);
CREATE INDEX name_item ON name (item);
CREATE TABLE name_key (key TEXT NOT NULL, name INTEGER NOT NULL, PRIMARY KEY (key, name)) WITHOUT ROWID;
CREATE INDEX name_key_name ON name_key (name);

-- claims that connect two entries (see entries.CLAIMS), in full: postings, relations, positionings, ...; the class of
-- a posting is what it means for command
CREATE TABLE claim (
    item INTEGER PRIMARY KEY, kind TEXT NOT NULL, one INTEGER NOT NULL, other INTEGER NOT NULL,
    class TEXT, content TEXT NOT NULL
);
CREATE INDEX claim_one ON claim (kind, one);
CREATE INDEX claim_other ON claim (kind, other);

-- versions that did not stand up to their statement and the log: kept out, and named
CREATE TABLE refused (
    record INTEGER NOT NULL, version INTEGER NOT NULL, PRIMARY KEY (record, version)
) WITHOUT ROWID;
"""

PARTS_OF_ITEM = ("facet", "belongs", "involved", "name", "claim")
"""Tables whose rows go with their item. Events go with it too, after their facets."""
