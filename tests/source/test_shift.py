"""What differs between an earlier text and a later one."""

from hypothesis import given
from hypothesis import strategies as st

from tclsp.source.shift import Shift

TEXTS = st.binary(max_size=20)


@given(before=TEXTS, old=TEXTS, new=TEXTS, after=TEXTS)
def test_the_rest_is_the_same_in_both(before: bytes, old: bytes, new: bytes, after: bytes) -> None:
    first, second = before + old + after, before + new + after
    shift = Shift.between(first, second)
    rest = first[: shift.start], first[shift.old_end :]
    assert (second[: shift.start], second[shift.new_end :]) == rest
    assert shift.old_end - shift.start <= len(old)
    assert shift.new_end - shift.start <= len(new)


def test_only_what_an_edit_touches_differs() -> None:
    assert Shift.between(b"abcdef", b"abXYdef") == Shift(2, 3, 4)
    assert Shift.between(b"abc", b"abc") == Shift(3, 3, 3)
