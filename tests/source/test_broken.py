import pytest
from hypothesis import given
from hypothesis import strategies as st

from tclsp.source.outline import Piece, outline
from tclsp.source.text import SourceText

MODULE = '''\
"""Works.

@author: somebody
"""

import os

LIMIT = 3


@decorated
def first(x):
    return f"{x}"


class Client(Base):
    """A client."""

    url = "https://example.com"

    def send(self, body):
        try:
            return self.post(body)
        except Error as e:
            raise Other(e) from e

    @property
    def last(self):
        return self.sent[-1]

    async def close(self):
        await self.session.close()


def second():
    return os.name


if __name__ == "__main__":
    second()
'''
DAMAGES = ["(", ")", "[", "{", "'", '"', '"""', "def f(", "if x", ":", "class", "= =", "\n("]


def pieces(text: str) -> tuple[Piece, ...]:
    return outline(SourceText.of(text)).pieces


def sound(text: str) -> list[tuple[tuple[str, ...], str]]:
    return [(piece.scope, piece.code.strip()) for piece in pieces(text) if piece.sound]


def unsound(text: str) -> list[str]:
    return [piece.code[piece.header :] for piece in pieces(text) if not piece.sound]


@pytest.mark.parametrize(
    "line", ["x = foo(\n", "{% if x %}\n", "def broken(:\n", "x = 'open\n", "import\n", "if x y:\n"]
)
def test_a_broken_line_costs_itself_alone(line: str) -> None:
    assert unsound("import a\n" + line + "def f():\n    return 1\n") == [line]
    assert unsound("import a\n\nx = 1\n" + line + "y = 2\nz = 3\n") == [line]


def test_a_broken_method_costs_itself_alone() -> None:
    text = MODULE.replace("self.post(body)", "self.post(body")
    assert [code.split("(")[0] for code in unsound(text)] == ["    def send"]
    lost = [each for each in sound(MODULE) if each not in sound(text)]
    assert [scope for scope, _ in lost] == [("Client",)]


def test_the_class_keeps_its_head_and_name() -> None:
    text = MODULE.replace("self.sent[-1]", "self.sent[")
    head = next(piece for piece in pieces(text) if piece.kind == "class-head")
    assert head.code == "class Client(Base):\n    pass\n"
    assert [scope for scope, code in sound(text) if "close" in code] == [("Client",)]


def test_code_in_a_docstring_stays_in_it() -> None:
    example = '"""Use it:\n\ndef example():\n    pass\n"""\n'
    found = pieces(example + "def f(: pass\ndef g(): pass\n")
    assert [(piece.code, piece.sound) for piece in found] == [
        (example, True),
        ("def f(: pass\n", False),
        ("def g(): pass\n", True),
    ]


def test_a_broken_block_keeps_the_definitions_in_it() -> None:
    text = "if x y:\n    def f():\n        return 1\n\n    def g():\n        return 2\n"
    assert [code for _, code in sound(text)] == [
        "class _:\n    def f():\n        return 1",
        "class _:\n    def g():\n        return 2",
    ]


def test_what_follows_a_class_is_not_its() -> None:
    text = "class A:\n    def f(self):\n        return (\n\n__all__ = [\n    'A',\n]\n"
    assert sound(text)[-1] == ((), "__all__ = [\n    'A',\n]")


def test_old_python_is_cut_like_new() -> None:
    text = "def f():\n    print 'x'\n    exec code in ns\n\ndef g():\n    raise E, 'x'\n"
    assert [piece.code.split("(")[0] for piece in pieces(text)] == ["def f", "def g"]


def test_a_template_is_told_as_one_part_between_sound_ones() -> None:
    text = "import a\n{% for x in y %}\n{{ x }} = = 1\n{% endfor %}\nb = 2\n"
    assert unsound(text) == ["{% for x in y %}\n{{ x }} = = 1\n{% endfor %}\n"]


@given(st.sampled_from(DAMAGES), st.integers(0, len(MODULE)))
def test_damage_costs_at_most_its_surroundings(damage: str, place: int) -> None:
    text = MODULE[:place] + damage + MODULE[place:]
    touched = [piece.span.start - 1 <= place <= piece.span.end for piece in pieces(MODULE)]
    before = [piece.code.strip() for piece in pieces(MODULE)]
    after = [piece.code.strip() for piece in pieces(text) if piece.sound]
    lost = [
        code
        for code, was_touched in zip(before, touched, strict=True)
        if not was_touched and code not in after
    ]
    assert len(lost) <= 2
