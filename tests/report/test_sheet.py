"""Texts beside the code, in Markdown and plain."""

from markdown_it import MarkdownIt

from tclsp.report.page import Field
from tclsp.report.sheet import Link, SheetStyle, escaped, sheet

FIELDS = (
    Field("", ("No label.",)),
    Field("meaning", ("One *line* of text.",)),
    Field("codes", ("`A`: `A.B`", "`C`")),
    Field("empty", ("",)),
    Field("bad", code="x = 1\ny = 2\n"),
)
LINK = Link("Page", "https://example.com/?a=1&b=2")


def test_markdown() -> None:
    assert sheet("A.B", "a code", FIELDS, SheetStyle("en"), [LINK]) == (
        "**`A.B`** — a code\n\n"
        "No label.\n\n"
        "*meaning*: One \\*line\\* of text.\n\n"
        "*codes*:\n- `A`: `A.B`\n- `C`\n\n"
        "*bad*\n```python\nx = 1\ny = 2\n```\n\n"
        "[Page](https://example.com/?a=1&b=2)"
    )


def test_plain() -> None:
    assert sheet("A.B", "a code", FIELDS, SheetStyle("en", "plain"), [LINK]).split("\n") == [
        "A.B",
        "a code",
        "",
        "         No label.",
        "meaning  One *line* of text.",
        "codes    A: A.B",
        "         C",
        "bad      x = 1",
        "         y = 2",
        "Page: https://example.com/?a=1&b=2",
    ]


def test_text_of_services_cannot_make_markup() -> None:
    hostile = "<b>*a*</b> [x](y) | `code` # _z_"
    shown = MarkdownIt().renderInline(escaped(hostile))
    assert shown == "&lt;b&gt;*a*&lt;/b&gt; [x](y) | <code>code</code> # _z_"


def test_one_backtick_is_no_code() -> None:
    assert MarkdownIt().renderInline(escaped("a ` b")) == "a ` b"


def test_backticks_in_a_row_let_no_html_through() -> None:
    shown = MarkdownIt().renderInline(escaped("`` a ` b `` <img src=x> ` c"))
    assert shown == "`` a ` b `` &lt;img src=x&gt; ` c"
