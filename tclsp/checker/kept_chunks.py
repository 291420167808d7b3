"""The chunks of a file whose text changes: of one that is edited most stay as they are."""

from array import array
from bisect import bisect_left

from attrs import define, field

from tclsp.checker.chunks import Chunk, chunk, starts
from tclsp.source.shift import Shift


@define(eq=False)
class KeptChunks:
    """The chunks of the last content of one file."""

    _data: bytes = b""
    _seeds: tuple[bytes, ...] = ()
    _chunks: tuple[Chunk, ...] = ()
    _starts: "array[int]" = field(factory=lambda: array("I"))
    """Where the chunks start, and behind them the end of the content."""

    def of(self, data: bytes, seeds: tuple[bytes, ...]) -> tuple[Chunk, ...]:
        """Return what `tclsp.checker.chunks.chunks` finds in a content."""
        if seeds != self._seeds:
            self._chunks, self._starts = (), array("I")
        if not self._chunks:
            self._cut(data, seeds, 0, Shift(0, len(self._data), len(data)))
        elif data != self._data:
            shift = Shift.between(self._data, data)
            changed_line = data.rfind(b"\n", 0, shift.start) + 1
            settled = bisect_left(self._starts, changed_line)
            self._cut(data, seeds, max(settled - 1, 0), shift)
        self._data, self._seeds = data, seeds
        return self._chunks

    def _cut(self, data: bytes, seeds: tuple[bytes, ...], before: int, shift: Shift) -> None:
        """Cut a content behind its first `before` chunks, which are known, as those far behind."""
        moved = shift.new_end - shift.old_end
        old = {start + moved: place for place, start in enumerate(self._starts[:-1])}
        found = array("I")
        behind = len(self._chunks)
        for start in starts(data, self._starts[before] if before else 0):
            if start >= shift.new_end and start in old:
                behind = old[start]
                break
            found.append(start)
        tail = [start + moved for start in self._starts[behind:-1]]
        ends = [*found, tail[0] if tail else len(data)][1:]
        texts = (data[start:end] for start, end in zip(found, ends, strict=True))
        self._chunks = (
            *self._chunks[:before],
            *(chunk(text, seeds) for text in texts),
            *self._chunks[behind:],
        )
        self._starts = self._starts[:before] + found + array("I", [*tail, len(data)])
