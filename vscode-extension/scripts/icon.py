"""Draws media/icon.png: a cloud with a tick, 256 by 256 points. Needs the standard library only."""

import math
import struct
import sys
import zlib
from itertools import pairwise
from pathlib import Path

SIZE = 256
SMOOTH = 3  # samples along each side of a point
DARK, LIGHT, GREEN = (11, 42, 74), (238, 245, 252), (22, 163, 104)
BUBBLES = ((88, 150, 44), (128, 112, 56), (172, 150, 42))
TICK = ((100, 138), (122, 160), (162, 114))


def inside_cloud(x: float, y: float) -> bool:
    """Tell whether a point lies in the cloud: three circles on a flat foot."""
    if any(math.hypot(x - cx, y - cy) <= radius for cx, cy, radius in BUBBLES):
        return y <= 192
    return 88 <= x <= 172 and 140 <= y <= 192


def near_tick(x: float, y: float) -> bool:
    """Tell whether a point lies on one of the two strokes of the tick."""
    return any(distance(x, y, start, end) <= 9 for start, end in pairwise(TICK))


def distance(x: float, y: float, start: tuple[int, int], end: tuple[int, int]) -> float:
    """Return how far a point is from a stroke."""
    (ax, ay), (bx, by) = start, end
    length = (bx - ax) ** 2 + (by - ay) ** 2
    along = max(0.0, min(1.0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length))
    return math.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay))


def colour(x: float, y: float) -> tuple[int, int, int, int]:
    """Return red, green, blue and opacity at a point."""
    corner = 48
    dx = max(corner - x, x - (SIZE - corner), 0.0)
    dy = max(corner - y, y - (SIZE - corner), 0.0)
    if math.hypot(dx, dy) > corner:
        return (*DARK, 0)
    if near_tick(x, y):
        return (*GREEN, 255)
    return (*(LIGHT if inside_cloud(x, y) else DARK), 255)


def pixel(column: int, row: int) -> bytes:
    """Return one point, the mean of its samples."""
    steps = [(step + 0.5) / SMOOTH for step in range(SMOOTH)]
    samples = [colour(column + dx, row + dy) for dx in steps for dy in steps]
    return bytes(round(sum(part) / len(samples)) for part in zip(*samples, strict=True))


def chunk(kind: bytes, data: bytes) -> bytes:
    """Return a piece of a PNG file."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def main() -> None:
    """Write the file that the command line names."""
    rows = b"".join(
        b"\0" + b"".join(pixel(column, row) for column in range(SIZE)) for row in range(SIZE)
    )
    header = struct.pack(">IIBBBBB", SIZE, SIZE, 8, 6, 0, 0, 0)
    Path(sys.argv[1]).write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows, 9))
        + chunk(b"IEND", b"")
    )


main()
