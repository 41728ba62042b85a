"""Words that no language has, and who looks for them where none may lie: in bytes, and in files as they come and go."""

import base64
import threading
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from anyascii import anyascii

LATIN, CYRILLIC = "vexilquam", "жывілквам"
"""Every word begins with one of these, which no language has; three letters make each of them another."""
LETTERS = "bcdfghklmn"


def needles(mark: str) -> set[bytes]:
    """A mark in every form in which it could lie about: searched in bytes made lower-case, and as they are."""
    texts = {mark, mark.upper(), mark.capitalize(), anyascii(mark).lower()}
    plain = {text.encode(form) for text in texts for form in ("utf-8", "utf-16-le", "utf-16-be")}
    hexed = {text.hex().encode() for text in plain} | {text.hex().upper().encode() for text in plain}
    escaped = {ascii(mark)[1:-1].encode(), quote(mark).encode(), quote(mark).lower().encode()}
    return plain | hexed | escaped | {form for text in plain for form in base64_inside(text)}


def base64_inside(text: bytes) -> set[bytes]:
    """The base64 of a text that stands anywhere in a longer one: three alignments, without the bits of neighbours."""
    forms: set[bytes] = set()
    for before in range(3):
        encoded = base64.b64encode(bytes(before) + text + bytes(3))
        first, whole = -(-before * 8 // 6), (before + len(text)) * 8 // 6
        inside = encoded[first:whole]
        forms |= {inside, inside.replace(b"+", b"-").replace(b"/", b"_")}
    return forms


FORBIDDEN = sorted(needles(LATIN) | needles(CYRILLIC))
PACKED = (b"PK\x03\x04", b"\x1f\x8b\x08", b"SQLite format 3")
"""How a file begins in which a word would not show, or none should be: ZIP, gzip, a catalogue in clear."""


def betrayed(data: bytes) -> list[bytes]:
    """What of the words stands in these bytes, with a little around it."""
    found: list[bytes] = []
    for text in (data, data.lower()):
        for needle in FORBIDDEN:
            if (place := text.find(needle)) >= 0:
                found.append(text[max(0, place - 20) : place + len(needle) + 20])
    return found[:3]


class Words:
    """Words that nobody else has, one after another."""

    def __init__(self, mark: str = LATIN) -> None:
        self.mark, self.given = mark, list[str]()

    def __call__(self) -> str:
        number = len(self.given)
        self.given.append(self.mark + "".join(LETTERS[number // 10**place % 10] for place in (2, 1, 0)))
        return self.given[-1]


@dataclass
class Watch(threading.Thread):
    """Reads all the time what a process and its children have open and deleted, or keep in a folder for a while.

    The database is left to be read at the end: it is written all the time.
    """

    process: int
    folder: Path
    guilty: dict[str, list[bytes]] = field(default_factory=dict[str, list[bytes]])
    judged: set[tuple[str, int, int]] = field(default_factory=set[tuple[str, int, int]])
    looks: int = 0

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self.stop = threading.Event()

    __hash__ = threading.Thread.__hash__

    def run(self) -> None:
        while not self.stop.wait(0.02):
            self.look()

    def look(self) -> None:
        self.looks += 1
        for process in [self.process, *children(self.process)]:
            for link in Path(f"/proc/{process}/fd").glob("*"):
                self.judge(link)
        for path in self.folder.rglob("*"):
            if not path.name.startswith("testimonia.db"):
                self.judge(path)

    def judge(self, path: Path) -> None:
        try:
            target = str(path.readlink() if path.is_symlink() else path)
            ours = target.endswith(" (deleted)") or target.startswith(str(self.folder))
            if not ours or not path.is_file():
                return
            now = path.stat()
            known = (target, now.st_mtime_ns, now.st_size)
            if known not in self.judged:
                self.judged.add(known)
                self.guilty |= {target: found} if (found := betrayed(path.read_bytes())) else {}
        except OSError:  # it is gone again
            return


def children(process: int) -> list[int]:
    """The processes that a process started, and theirs."""
    try:
        below = [
            int(word)
            for path in Path(f"/proc/{process}/task").glob("*/children")
            for word in path.read_text().split()
        ]
    except OSError:
        return []
    return below + [further for child in below for further in children(child)]
