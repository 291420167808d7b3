"""Where spans of an earlier text lie in a later one."""

from hypothesis import given
from hypothesis import strategies as st

from tclsp.source.shift import Shift
from tclsp.source.spans import Span

TEXTS = st.binary(max_size=20)


@given(before=TEXTS, old=TEXTS, new=TEXTS, after=TEXTS)
def test_spans_keep_what_they_cover(before: bytes, old: bytes, new: bytes, after: bytes) -> None:
    first, second = before + old + after, before + new + after
    shift = Shift.between(first, second)
    for start in range(len(first) + 1):
        for end in range(start, len(first) + 1):
            moved = shift.span(Span(start, end))
            if moved is not None:
                assert second[moved.start : moved.end] == first[start:end]
    assert first[: shift.start] + second[shift.start : shift.new_end] + first[shift.old_end :] == (
        second
    )


@given(before=TEXTS, old=TEXTS, new=TEXTS, after=TEXTS)
def test_offsets_go_back_to_the_same_byte(
    before: bytes, old: bytes, new: bytes, after: bytes
) -> None:
    first, second = before + old + after, before + new + after
    shift = Shift.between(first, second)
    for offset in range(len(second)):
        earlier = shift.back(offset)
        if earlier is not None and offset != shift.start:
            assert first[earlier] == second[offset]


def test_only_what_an_edit_touches_is_lost() -> None:
    shift = Shift.between(b"abcdef", b"abXYdef")
    assert shift == Shift(2, 3, 4)
    assert shift.span(Span(0, 2)) == Span(0, 2)
    assert shift.span(Span(1, 3)) is None
    assert shift.span(Span(3, 6)) == Span(4, 7)
