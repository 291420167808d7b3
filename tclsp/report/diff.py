"""The changes of fixes as a unified diff."""

import re
from difflib import unified_diff as lines_of_diff

from tclsp.checker.fixing import FixedFile
from tclsp.source.text import SourceText

_LINE = re.compile(r"[^\n]*\n|[^\n]+")


def unified_diff(file: FixedFile) -> str:
    """Return the diff of one file, as `patch` reads it; line ends are those of the file."""
    before, after = (SourceText.decode(data).text for data in (file.before, file.after))
    lines = lines_of_diff(
        _LINE.findall(before), _LINE.findall(after), f"a/{file.path}", f"b/{file.path}"
    )
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )
