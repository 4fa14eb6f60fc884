"""Draws the pictures of the theme "dispatch": its social card and its icon for home screens.

Both show the theme's page in the abstract: a heavy rule, a hanging date, lines of text.  The files
are written as palette PNGs (W3C PNG, third edition) with nothing but the standard library, so
that the same bytes come out on every machine.

usage: python scripts/make_card.py
"""

import struct
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

ASSETS = Path(__file__).resolve().parent.parent / "themes" / "dispatch" / "assets"

PAPER, INK, SIGNAL, HAIR, LIGHT = range(5)
PALETTE = bytes.fromhex("f5f6f2 141a17 00604a c6ccc6 6cd0aa")


class Bar(NamedTuple):
    """A filled rectangle; lengths in pixels from the upper left corner."""

    x: int
    y: int
    width: int
    height: int
    colour: int


CARD = (
    Bar(0, 0, 1200, 24, SIGNAL),
    Bar(80, 88, 760, 76, INK),
    Bar(80, 204, 1040, 3, INK),
    Bar(80, 250, 150, 150, SIGNAL),
    Bar(290, 250, 830, 44, INK),
    Bar(290, 318, 610, 44, INK),
    *(Bar(290, 392 + 30 * line, (560, 530, 575)[line], 8, HAIR) for line in range(3)),
    Bar(80, 496, 1040, 2, HAIR),
    Bar(290, 524, 720, 26, INK),
    Bar(290, 572, 540, 8, HAIR),
)

ICON = (
    Bar(0, 0, 180, 180, SIGNAL),
    Bar(28, 34, 124, 22, PAPER),
    Bar(28, 79, 28, 28, LIGHT),
    Bar(73, 79, 79, 17, PAPER),
    Bar(73, 107, 62, 17, PAPER),
    Bar(73, 135, 79, 17, PAPER),
)


def drawn(width: int, height: int, bars: Sequence[Bar]) -> bytes:
    """Return the PNG of a picture made of bars on paper, later ones over earlier ones."""
    rows = [bytearray([PAPER]) * width for _ in range(height)]
    for bar in bars:
        for row in rows[bar.y : bar.y + bar.height]:
            row[bar.x : bar.x + bar.width] = bytes([bar.colour]) * bar.width
    pixels = b"".join(b"\0" + bytes(row) for row in rows)
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"PLTE", PALETTE), (b"IDAT", zlib.compress(pixels, 9)))
    body = b"".join(_chunk(kind, data) for kind, data in (*chunks, (b"IEND", b"")))
    return b"\x89PNG\r\n\x1a\n" + body


def _chunk(kind: bytes, data: bytes) -> bytes:
    checksum = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + checksum


def main() -> None:
    """Write both pictures into the theme."""
    for name, picture in {
        "card.png": drawn(1200, 630, CARD),
        "favicon.png": drawn(180, 180, ICON),
    }.items():
        (ASSETS / name).write_bytes(picture)
        print(f"{name}: {len(picture)} bytes")


if __name__ == "__main__":
    main()
