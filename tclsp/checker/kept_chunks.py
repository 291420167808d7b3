"""The chunks of a file whose text changes: of one that is edited most stay as they are."""

from attrs import define

from tclsp.checker.chunks import Chunk, chunk, cut


@define(eq=False)
class KeptChunks:
    """The chunks of the last content of one file."""

    _data: bytes = b""
    _seeds: tuple[bytes, ...] = ()
    _chunks: tuple[Chunk, ...] | None = None

    def of(self, data: bytes, seeds: tuple[bytes, ...]) -> tuple[Chunk, ...]:
        """Return what `tclsp.checker.chunks.chunks` finds in a content."""
        if self._chunks is None or seeds != self._seeds:
            self._chunks = tuple(chunk(text, seeds) for text in cut(data))
        elif data != self._data:
            # Cutting is cheap, so the texts of the last chunks need not be kept.
            known = dict(zip(cut(self._data), self._chunks, strict=True))
            self._chunks = tuple(known.get(text) or chunk(text, seeds) for text in cut(data))
        self._data, self._seeds = data, seeds
        return self._chunks
