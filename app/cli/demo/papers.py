"""The files of the demo's cases, made by script and the same each time: a drawing, and printed pages.

Nothing here copies a real paper. The drawing is a PNG (RFC 2083) of plain rectangles; the pages are PDF 1.4 in a
typewriter face.
"""

import struct
import zlib
from collections.abc import Sequence

WHITE, INK, WALL, RED, GREY = (255, 255, 255), (40, 40, 40), (120, 110, 100), (190, 40, 40), (205, 205, 205)
Colour = tuple[int, int, int]
Box = tuple[int, int, int, int, Colour]
"""Left, top, width and height in pixels."""

WIDTH, HEIGHT = 480, 320
LINE_HEIGHT = 16


def drawing_of_the_yard() -> bytes:
    """A plan of the yard as a witness drew it: walls, gate, vans, the row of kneeling people, the limping man."""
    walls: list[Box] = [(30, 30, 420, 8, WALL), (30, 30, 8, 250, WALL), (442, 30, 8, 250, WALL)]
    front: list[Box] = [(30, 272, 150, 8, WALL), (270, 272, 180, 8, WALL)]
    vans: list[Box] = [(180, 220, 40, 70, GREY), (230, 220, 40, 70, GREY)]
    row: list[Box] = [(60 + 26 * place, 48, 14, 18, INK) for place in range(14)]
    crosses: list[Box] = [(65 + 26 * place, 52, 4, 10, RED) for place in (2, 5, 6, 11)]
    two_rows: list[Box] = [(x, 110 + 20 * step, 8, 8, WALL) for x in (300, 350) for step in range(5)]
    return _png([*walls, *front, *vans, *row, *crosses, *two_rows, (200, 90, 12, 22, RED)])


def page(*lines: str) -> bytes:
    """One printed page with these lines (Latin letters), as a PDF."""
    shown = "\n".join(f"({_escaped(line)}) Tj T*" for line in lines)
    stream = f"BT /F1 11 Tf {LINE_HEIGHT} TL 60 760 Td\n{shown}\nET".encode("latin-1")
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


def _png(boxes: Sequence[Box]) -> bytes:
    """White paper with boxes on it, 8 bits for each of red, green and blue."""
    pixels = [[WHITE] * WIDTH for _ in range(HEIGHT)]
    for left, top, width, height, colour in boxes:
        for y in range(top, top + height):
            pixels[y][left : left + width] = [colour] * width
    lines = b"".join(b"\0" + bytes(value for pixel in line for value in pixel) for line in pixels)
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


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
