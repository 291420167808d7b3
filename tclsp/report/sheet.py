"""Texts that an editor shows beside the code: in Markdown, or plain where it knows none."""

import re
from collections.abc import Iterable
from typing import Literal

from attrs import evolve, frozen

from tclsp.catalog.text import Language
from tclsp.report.console import Paint
from tclsp.report.page import Field, PageStyle, page

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")
_NAME = re.compile(r"[\w.]+")
_PLAIN_WIDTH = 80


@frozen
class Link:
    """A named address at the end of a sheet."""

    title: str
    url: str


@frozen
class SheetStyle:
    """How to write a sheet."""

    language: Language
    form: Literal["markdown", "plain"] = "markdown"


def sheet(
    heading: str,
    subtitle: str,
    fields: Iterable[Field],
    style: SheetStyle,
    links: Iterable[Link] = (),
) -> str:
    """Return a sheet; a heading that is a name is shown as code."""
    if style.form == "plain":
        return _plain(heading, subtitle, fields, style, links)
    title = f"`{heading}`" if _NAME.fullmatch(heading) else escaped(heading)
    blocks = [f"**{title}**" + (f" — {escaped(subtitle)}" if subtitle else "")]
    blocks += [_block(field) for field in fields if field.filled]
    blocks += [f"[{escaped(link.title)}]({link.url})" for link in links]
    return "\n\n".join(blocks)


def escaped(text: str) -> str:
    """Return text as Markdown shows it unchanged; what stands in backticks stays code."""
    parts = text.split("`")
    # Two backticks in a row end a piece of code that began with two, elsewhere than single ones do.
    if len(parts) % 2 == 0 or "``" in text:
        return _SPECIAL.sub(r"\\\1", text)
    return "`".join(
        part if index % 2 else _SPECIAL.sub(r"\\\1", part) for index, part in enumerate(parts)
    )


def _block(field: Field) -> str:
    if field.code:
        lines = field.code.rstrip("\n").split("\n")
        if len(lines) == 1:
            return f"*{escaped(field.label)}*: `{lines[0]}`"
        return "\n".join([f"*{escaped(field.label)}*", "```python", *lines, "```"])
    paragraphs = [escaped(" ".join(text.split())) for text in field.paragraphs if text]
    if not field.label:
        return "\n\n".join(paragraphs)
    if len(paragraphs) == 1:
        return f"*{escaped(field.label)}*: {paragraphs[0]}"
    return "\n".join([f"*{escaped(field.label)}*:", *(f"- {text}" for text in paragraphs)])


def _plain(
    heading: str, subtitle: str, fields: Iterable[Field], style: SheetStyle, links: Iterable[Link]
) -> str:
    page_style = PageStyle(style.language, Paint(enabled=False), width=_PLAIN_WIDTH)
    bare = [evolve(each, paragraphs=tuple(map(_without_ticks, each.paragraphs))) for each in fields]
    lines = list(page(heading, subtitle, bare, page_style))
    return "\n".join([*lines, *(f"{link.title}: {link.url}" for link in links)])


def _without_ticks(text: str) -> str:
    return text.replace("`", "")
