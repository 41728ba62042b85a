"""Steps 8, 9 and 12: what the authors signed, what the contents say, and the original files."""

from typing import Any, cast

from pydantic import ValidationError

from app.domain.archive.rules import entitled_to_write
from app.domain.custody.merkle import ProofError
from app.domain.custody.tlog_proof import parse_proof
from app.domain.exports.contents import custody_path, pretty
from app.domain.exports.verifier.reading import Failed, Reading, Row, read_index
from app.records.kinds import KINDS
from app.records.schemas import schema_id
from app.vault.statements import (
    Statement,
    StatementError,
    header_kid,
    open_statement,
    parse_presentation,
    statement_hash,
)

MISSING = {"missing", "too_short"}


def statements(reading: Reading) -> str:
    """8: every statement is signed by an author who could write then, and every disclosure belongs to it."""
    reading.rows = read_index(reading)
    for row in reading.rows:
        path = f"{row.stem}.sd-jwt"
        jwt, statement = _opened(reading, path, row.sequence)
        if (statement.record, statement.version, statement.kid) != (row.record, row.version, row.author):
            raise Failed("the statement is not the one that the index names", path)
        reading.statements[row.exhibit] = statement
        reading.jwts[row.exhibit] = statement_hash(jwt)
        _follow_back(reading, row, statement)
    return f"{len(reading.rows)} records, {len(reading.earlier)} earlier versions"


def contents(reading: Reading) -> str:
    """9: every content is exactly what the disclosures say, and fits the schema of its kind."""
    for row in reading.rows:
        path = f"{row.stem}.json"
        claims = reading.statements[row.exhibit].claims
        told = cast("dict[str, Any]", claims.get("content"))
        if claims.get("kind") != row.kind or claims.get("recorded_at") != row.recorded_at:
            raise Failed("the statement is of another kind or day than the index says", path)
        if not isinstance(claims.get("content"), dict) or row.kind not in KINDS:
            raise Failed("the statement discloses no content of a known kind", path)
        own = _own_pseudonym(reading, row)
        if "pseudonym" in own and "pseudonym" in told:
            raise Failed("the statement discloses the pseudonym that the profile replaces", path)
        if reading.read(path) != pretty(told | own):
            raise Failed("the content is not what the statement discloses", path)
        _check_schema(reading, row, told | own, claims.get("schema"))
    return "contents equal what was signed, and fit their schemas"


def originals(reading: Reading) -> str:
    """12: every original file has the SHA-256 and size that its record states."""
    files = {row.file: row for row in reading.rows if row.file}
    for path in sorted(path for path in reading.entries if path.startswith("data/files/")):
        row = files.pop(path, None)
        claims: Any = reading.statements[row.exhibit].claims if row else {}
        told = claims.get("content", {}).get("file", {})
        if row is None or not path.startswith(f"data/files/{row.exhibit}/original."):
            raise Failed("no record of the index is about this file", path)
        measured = reading.measured[path]
        if (told.get("sha256"), told.get("size")) != (measured.digest, measured.size):
            raise Failed("the file is not the one that its record states", path)
    for path in files:
        raise Failed("a file that the index names is missing", path)
    return "files equal what was signed"


def _opened(reading: Reading, path: str, sequence: int) -> tuple[str, Statement]:
    """A statement and what it discloses, if its author's key counted, with a writing role, at its line."""
    try:
        jwt, disclosures = parse_presentation(reading.text(path))
        author = header_kid(jwt)
        public = reading.chain.public_at(author, sequence)
        if public is None or not entitled_to_write(reading.chain.roles_at(author, sequence)):
            raise Failed("the author's key was not certified to write at this place of the log", path)
        return jwt, open_statement(jwt, disclosures, public)
    except StatementError as error:
        raise Failed(str(error), path) from None


def _follow_back(reading: Reading, row: Row, statement: Statement) -> None:
    """The statements before this one, each named by the hash that its successor signed: none is left out."""
    while statement.previous is not None:
        version = statement.version - 1
        path = f"{custody_path(row.exhibit, version)}.sd-jwt"
        try:
            jwt, disclosures = parse_presentation(reading.text(path))
        except StatementError as error:
            raise Failed(str(error), path) from None
        if disclosures or statement_hash(jwt) != statement.previous:
            raise Failed("the earlier statement is not the one that the later one names", path)
        sequence = _sequence_of(reading, f"{custody_path(row.exhibit, version)}.tlog-proof")
        _, statement = _opened(reading, path, sequence)
        if (statement.record, statement.version) != (row.record, version):
            raise Failed("the earlier statement is of another record or version", path)
        reading.earlier[f"{custody_path(row.exhibit, version)}"] = (row, sequence, statement_hash(jwt))
    if statement.version != 1:
        raise Failed("the statement names no earlier one, and is not the first", f"{row.stem}.sd-jwt")


def _sequence_of(reading: Reading, path: str) -> int:
    try:
        return parse_proof(reading.text(path)).index
    except ProofError as error:
        raise Failed(str(error), path) from None


def _own_pseudonym(reading: Reading, row: Row) -> dict[str, str]:
    """In the pseudonymised profile an individual stands under a pseudonym of this package, made of its number."""
    if row.kind != "individual" or reading.facts.get("profile") != "pseudonymised":
        return {}
    return {"pseudonym": f"P-{row.exhibit.rpartition('-')[2]}"}


def _check_schema(reading: Reading, row: Row, content: dict[str, Any], schema: object) -> None:
    model = KINDS[row.kind]
    published = reading.json(f"data/schemas/{row.kind}.json")
    if schema != f"{row.kind}/{model.schema_version}" or published.get("$id") != schema_id(model):
        raise Failed("this version of the schema is not known here; use a newer program", f"{row.stem}.json")
    try:
        model.model_validate(content)
    except ValidationError as error:
        # Where something was withheld, what the schema asks for may be missing. Anything else is a fault.
        for detail in error.errors(include_url=False):
            about_whole = detail["type"] == "refused" and isinstance(detail["input"], dict)
            if row.whole or not (detail["type"] in MISSING or about_whole):
                raise Failed("the content does not fit the schema of its kind", f"{row.stem}.json") from None
