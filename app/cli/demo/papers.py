"""The files of the demo's cases, made by script and the same each time: drawings, photographs, scanned papers.

Nothing here copies a real paper or shows a real place. Pictures are PNG (RFC 2083), painted from boxes; a photograph
has light and grain over them. Papers are PDF 1.4 in a typewriter face, laid a little askew as on a scanner's glass.
"""

import math
import operator
import random
import struct
import zlib
from collections.abc import Iterable, Sequence

Colour = tuple[int, int, int]
Box = tuple[int, int, int, int, Colour]
"""Left, top, width and height in pixels."""

WHITE, INK, WALL, RED, GREY = (255, 255, 255), (40, 40, 40), (120, 110, 100), (190, 40, 40), (205, 205, 205)
PLASTER, FLOOR, STEEL, WOOD = (196, 193, 180), (104, 97, 88), (126, 132, 138), (122, 84, 52)
GREEN, LAMP = (84, 104, 88), (250, 236, 190)

WIDTH, HEIGHT = 480, 320
LINE_HEIGHT = 16
GRAIN, TILE = 7, 6
ASKEW = 0.013


# --- pictures ---------------------------------------------------------------------------------------------


def drawing_of_the_yard() -> bytes:
    """A plan of the yard as a witness drew it: walls, gate, vans, the row of kneeling people, the limping man."""
    walls: list[Box] = [(30, 30, 420, 8, WALL), (30, 30, 8, 250, WALL), (442, 30, 8, 250, WALL)]
    front: list[Box] = [(30, 272, 150, 8, WALL), (270, 272, 180, 8, WALL)]
    vans: list[Box] = [(180, 220, 40, 70, GREY), (230, 220, 40, 70, GREY)]
    row: list[Box] = [(60 + 26 * place, 48, 14, 18, INK) for place in range(14)]
    crosses: list[Box] = [(65 + 26 * place, 52, 4, 10, RED) for place in (2, 5, 6, 11)]
    two_rows: list[Box] = [(x, 110 + 20 * step, 8, 8, WALL) for x in (300, 350) for step in range(5)]
    return drawing([*walls, *front, *vans, *row, *crosses, *two_rows, (200, 90, 12, 22, RED)])


def drawing_of_the_cellar() -> bytes:
    """A plan of the cellar from memory: fourteen steps, a corridor with pipes, three rooms, a table, a drain."""
    walls: list[Box] = [
        (60, 40, 360, 6, INK),
        (60, 274, 360, 6, INK),
        (60, 40, 6, 240, INK),
        (414, 40, 6, 240, INK),
    ]
    corridor: list[Box] = [
        (66, 120, 300, 4, INK),
        (66, 160, 300, 4, INK),
        (70, 134, 290, 3, GREY),
        (70, 142, 290, 3, GREY),
    ]
    rooms: list[Box] = [(160, 164, 4, 110, INK), (270, 164, 4, 110, INK), (216, 44, 4, 76, INK)]
    doors: list[Box] = [(96, 160, 26, 4, RED), (200, 160, 26, 4, RED), (310, 160, 26, 4, RED)]
    steps: list[Box] = [(372, 60 + 15 * step, 38, 3, WALL) for step in range(14)]
    things: list[Box] = [(196, 214, 46, 22, WOOD), (304, 236, 12, 12, GREY)]
    return drawing([*walls, *corridor, *rooms, *doors, *steps, *things])


def photograph_of_a_cell() -> bytes:
    """A cell seen from its door: two bunks without mattresses, a window with bars, a lamp behind a grid."""
    room: list[Box] = [(0, 0, 480, 210, PLASTER), (0, 210, 480, 110, FLOOR), (0, 120, 480, 90, GREEN)]
    window: list[Box] = [(200, 40, 80, 56, LAMP), *((206 + 15 * bar, 40, 4, 56, INK) for bar in range(5))]
    bunks: list[Box] = [(left, top, 130, 8, STEEL) for left in (20, 330) for top in (130, 206)]
    slats: list[Box] = [(left + 16 * n, 212, 3, 12, INK) for left in (24, 334) for n in range(8)]
    posts: list[Box] = [(left, 96, 6, 150, STEEL) for left in (20, 144, 330, 454)]
    return _photograph([*room, *window, *bunks, *slats, *posts, (226, 6, 28, 14, LAMP)], light=(240, 14))


def photograph_of_a_ward() -> bytes:
    """A hospital corridor in the evening: doors on both sides, a bed with wheels, two chairs before one door."""
    room: list[Box] = [
        (0, 0, 480, 220, (206, 212, 206)),
        (0, 220, 480, 100, (150, 156, 150)),
        (190, 60, 100, 160, (176, 184, 178)),
    ]
    doors: list[Box] = [(left, 80, 56, 156, (226, 226, 220)) for left in (30, 112, 318, 396)]
    handles: list[Box] = [(left, 160, 6, 3, STEEL) for left in (76, 158, 324, 402)]
    bed: list[Box] = [(200, 190, 84, 12, WHITE), (204, 202, 3, 26, STEEL), (278, 202, 3, 26, STEEL)]
    chairs: list[Box] = [(left, 226, 26, 6, INK) for left in (312, 346)] + [
        (left, 200, 4, 54, INK) for left in (312, 368)
    ]
    lamps: list[Box] = [(200 + 8 * n, 6 + 12 * n, 80 - 16 * n, 4, LAMP) for n in range(4)]
    return _photograph([*room, *doors, *handles, *bed, *chairs, *lamps], light=(240, 30))


def drawing(boxes: Iterable[Box]) -> bytes:
    """White paper with boxes on it."""
    return _png(b"".join(_flat(boxes, WHITE)))


def _photograph(boxes: Iterable[Box], light: tuple[int, int]) -> bytes:
    """Boxes in a light that falls off with the distance from a point, and with the grain of a telephone's camera."""
    fades = [bytes(min(255, value * fade // 100) for value in range(256)) for fade in range(40, 116)]
    clamped = bytes(max(0, min(255, value - GRAIN)) for value in range(256 + 2 * GRAIN))
    grain = random.Random(GRAIN)  # noqa: S311  (noise of a picture, not a secret)
    noise = bytes(value for _ in range(2 * WIDTH) for value in [grain.randrange(2 * GRAIN + 1)] * 3)
    shaded: list[bytes] = []
    for y, row in enumerate(_flat(boxes, INK)):
        tiles = (
            row[3 * x : 3 * (x + TILE)].translate(fades[max(0, 75 - int(math.dist((x, y), light)) // 7)])
            for x in range(0, WIDTH, TILE)
        )
        start = 3 * grain.randrange(WIDTH)
        grained = map(operator.add, b"".join(tiles), noise[start : start + len(row)])
        shaded.append(bytes(map(clamped.__getitem__, grained)))
    return _png(b"".join(shaded))


def _flat(boxes: Iterable[Box], ground: Colour) -> list[bytes]:
    """The rows of a picture, three bytes for each pixel, before any light falls on it."""
    rows = [bytearray(bytes(ground) * WIDTH) for _ in range(HEIGHT)]
    for left, top, width, height, colour in boxes:
        from_, to = max(0, left), min(WIDTH, left + width)
        for y in range(max(0, top), min(HEIGHT, top + height)):
            rows[y][3 * from_ : 3 * to] = bytes(colour) * (to - from_)
    return [bytes(row) for row in rows]


def _png(pixels: bytes) -> bytes:
    """A picture of 8 bits for each of red, green and blue."""
    stride = 3 * WIDTH
    lines = b"".join(b"\0" + pixels[start : start + stride] for start in range(0, len(pixels), stride))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(lines, 3)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


# --- papers -----------------------------------------------------------------------------------------------


def page(*lines: str) -> bytes:
    """One printed page with these lines (Latin letters), as a PDF."""
    return _one_page(f"BT /F1 11 Tf {LINE_HEIGHT} TL 60 760 Td\n{_shown(lines)}\nET")


def scan(*lines: str, seal: str | None = None) -> bytes:
    """The same page as it looks when scanned: yellowed, askew, signed, under a round seal if it has one."""
    paper = "0.965 0.955 0.92 rg 0 0 595 842 re f 0.86 0.84 0.79 rg 0 0 9 842 re f 0 836 595 6 re f"
    askew = (
        f"q {math.cos(ASKEW):.5f} {math.sin(ASKEW):.5f} {-math.sin(ASKEW):.5f} {math.cos(ASKEW):.5f} 8 -6 cm"
    )
    text = f"0.16 0.16 0.2 rg BT /F1 11 Tf {LINE_HEIGHT} TL 60 760 Td\n{_shown(lines)}\nET"
    foot = 760 - LINE_HEIGHT * (len(lines) + 2)
    return _one_page(f"{paper}\n{askew}\n{text}\n{_signature(90, foot)}\n{_sealed(seal, 420, foot)}\nQ")


def _signature(x: int, y: int) -> str:
    strokes = "0 0 m 14 34 22 -18 34 12 c 40 28 50 -12 60 8 c 70 26 74 -14 92 4 c 108 10 120 6 136 10 c S"
    return f"q 1 0 0 1 {x} {y} cm 0.12 0.16 0.46 RG 1.3 w {strokes} Q"


def _sealed(name: str | None, x: int, y: int) -> str:
    """A round seal in violet ink with a name across it; nothing where there is no name."""
    if name is None:
        return ""
    circles = "\n".join(_circle(radius) for radius in (46, 40))
    label = f"BT /F1 7 Tf {-2.1 * len(name):.1f} -2 Td ({_escaped(name)}) Tj ET"
    return f"q 0.97 0.22 -0.22 0.97 {x} {y} cm 0.4 0.3 0.62 RG 0.4 0.3 0.62 rg 1.2 w\n{circles}\n{label}\nQ"


def _circle(radius: int) -> str:
    """A circle of four curves round the origin."""
    r, c = radius, radius * 0.5523
    quarters = ((r, c, c, r, 0, r), (-c, r, -r, c, -r, 0), (-r, -c, -c, -r, 0, -r), (c, -r, r, -c, r, 0))
    curves = " ".join(f"{a:.1f} {b:.1f} {d:.1f} {e:.1f} {f} {g} c" for a, b, d, e, f, g in quarters)
    return f"{r} 0 m {curves} S"


def _shown(lines: Sequence[str]) -> str:
    return "\n".join(f"({_escaped(line)}) Tj T*" for line in lines)


def _one_page(drawn: str) -> bytes:
    stream = drawn.encode("latin-1")
    return _pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]"
            b" /Resources << /Font << /F1 4 0 R >> >> /Contents 5 0 R >>",
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        ]
    )


def _pdf(objects: Sequence[bytes]) -> bytes:
    """A PDF of these objects, numbered from 1, with its table of places."""
    body, places = b"%PDF-1.4\n", list[int]()
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    entries = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, entries)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(body))
    return body + table + trailer


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
