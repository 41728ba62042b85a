"""An archive with a small fictional case, ready to be exported."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.domain.archive.actions import open_case
from app.domain.archive.records import add_claim, add_record, amend_record
from app.domain.evidence.actions import add_file
from app.domain.evidence.views import Described
from app.domain.exports.actions import request_export
from app.domain.exports.build import build_export
from app.domain.exports.queries import open_bundle, read_export
from app.domain.exports.verify import Verdict, verify_bundle
from app.domain.exports.views import ExportView
from app.domain.work import Actor
from app.runtime import Runtime
from app.vault.base64url import from_b64url
from tests.people import found

PURPOSE = "national_prosecution"
PERMISSION = {"purpose": PURPOSE, "jurisdictions": ["ZZ"], "identity": "disclosed"}
FILE = b"\xff\xd8 a photograph of bruises " * 5000
NARRATIVE = [
    {"text": "They stopped me near the market in Orsk-na-Nevi."},
    {"text": "Boris Halavin was in the cell with me."},
    {"text": "On the third day they beat me."},
]
MARK = {"paragraph": 2, "start": 0, "end": 13}


@dataclass
class Filled:
    """Ids of what was recorded, by a word for each."""

    runtime: Runtime
    actor: Actor
    case: str
    ids: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, kind: str, **content: Any) -> str:
        with self.runtime.work() as work:
            written = add_record(work=work, actor=self.actor, case=self.case, kind=kind, content=content)
        self.ids[name] = written.id
        return written.id

    def claim(self, name: str, kind: str, **content: Any) -> str:
        with self.runtime.work() as work:
            self.ids[name] = add_claim(work=work, actor=self.actor, kind=kind, content=content).id
        return self.ids[name]

    def amend(self, name: str, version: int, **content: Any) -> None:
        with self.runtime.work() as work:
            amend_record(
                work=work,
                actor=self.actor,
                record=self.ids[name],
                content=content,
                reason="a slip",
                expected=version,
            )

    def file(self, name: str, data: bytes, **content: Any) -> str:
        with self.runtime.work() as work:
            added = add_file(
                work=work,
                actor=self.actor,
                case=self.case,
                chunks=iter([data]),
                describe=lambda: Described(filename="x.jpg", media_type="image/jpeg", content=content),
            )
        self.ids[name] = added.record
        return added.record

    def ask(self, profile: str = "full", recipient: str = "prosecutor", actor: Actor | None = None) -> str:
        with self.runtime.work() as work:
            return request_export(
                work=work,
                actor=actor or self.actor,
                cases=[self.case],
                recipient=self.ids[recipient],
                profile=profile,
                purpose=PURPOSE,
            ).id

    def build(self, profile: str = "full", recipient: str = "prosecutor") -> ExportView:
        export = self.ask(profile, recipient)
        build_export(self.runtime.work, self.actor, export)
        return self.view(export)

    def view(self, export: str) -> ExportView:
        with self.runtime.work() as work:
            return read_export(work=work, actor=self.actor, export=export)

    def bundle(self, export: str) -> bytes:
        with self.runtime.work() as work:
            opened = open_bundle(work=work, actor=self.actor, export=export)
        chunks: Iterator[bytes] = opened.chunks(0, opened.size)
        return b"".join(chunks)


def fill(runtime: Runtime) -> Filled:
    """A founded archive; Ada consents to everything, Boris is only mentioned."""
    filled = Filled(runtime, found(runtime), "")
    with runtime.work() as work:
        filled.case = open_case(work=work, actor=filled.actor, title="The market").id
    ada = filled.add("ada", "individual", pseudonym="W-0001", roles=["victim"])
    boris = filled.add("boris", "individual", pseudonym="W-0002", roles=["mentioned"])
    filled.add("ada's name", "identity", individual=ada, names=[{"text": "Ada Velskaya"}])
    account = filled.add(
        "account",
        "account",
        individual=ada,
        type="full_interview",
        narrative=NARRATIVE,
        mentions=[MARK | {"individual": boris}],
    )
    report = [{"account": account, "paragraphs": [3], "known": "lived"}]
    gazette = filled.claim("gazette", "source", title="Gazette 12", type="document")
    secret = filled.claim("secret", "source", title="A letter", restricted=True)
    unit = filled.claim("unit", "unit", names=[{"text": "Second Patrol"}], citations=[{"source": gazette}])
    hidden = filled.claim("hidden", "place", names=[{"text": "The yard"}], citations=[{"source": secret}])
    act = filled.add("act", "act", individual=ada, type="torture", reported_in=report, place=hidden)
    filled.add("involvement", "involvement", act=act, unit=unit, reported_in=report)
    filled.file("photograph", FILE, individuals=[ada])
    filled.add("note", "note", text="Strategy", about=[act], privileged=True)
    filled.add(
        "consent",
        "consent",
        individual=ada,
        basis="own",
        given_on="2021-09-01",
        covers="everything",
        permissions=[PERMISSION],
    )
    filled.claim("prosecutor", "recipient", authority="Prosecutor of Zemlya", jurisdiction="ZZ")
    filled.claim("court", "recipient", authority="Court of Zemlya", jurisdiction="ZZ")
    return filled


@dataclass
class Opened:
    """A bundle, unpacked in memory."""

    data: bytes
    files: dict[str, bytes]

    def json(self, path: str) -> dict[str, object]:
        return json.loads(self.files[path])

    def kinds(self) -> list[str]:
        return sorted(row["kind"] for row in self.table("data/index.csv"))

    def table(self, path: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.files[path].decode())))

    def of(self, record: str) -> dict[str, object] | None:
        """The content of a record in it, by the record's id."""
        rows = [row for row in self.table("data/index.csv") if row["record"] == record]
        return self.json("data/{part}/{kind}/{exhibit}.json".format(**rows[0])) if rows else None

    def everything(self) -> str:
        """All that it says but for the schemas, with the disclosures decoded."""
        texts = {path: data.decode("utf-8", "replace") for path, data in self.files.items()}
        told = [text for path, text in texts.items() if not path.startswith("data/schemas/")]
        parts = [part for path in texts if path.endswith(".sd-jwt") for part in texts[path].split("~")[1:-1]]
        return "\n".join([*told, *(from_b64url(part).decode() for part in parts)])


def opened(data: bytes) -> Opened:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return Opened(data, {name.partition("/")[2]: archive.read(name) for name in archive.namelist()})


def judged(data: bytes, folder: Path, anchor: str) -> Verdict:
    path = folder / "bundle.zip"
    path.write_bytes(data)
    verdict = verify_bundle(path, anchor)
    assert verdict.ok, verdict.as_text()
    return verdict


def exported(filled: Filled, profile: str = "full", recipient: str = "prosecutor") -> Opened:
    view = filled.build(profile, recipient)
    assert view.state == "ready", view.reason
    return opened(filled.bundle(view.id))
