"""Places in short examples: `│` is the cursor."""

import textwrap
from functools import cache

from tclsp.catalog.action_lists import ActionLists
from tclsp.catalog.store import Catalog
from tclsp.catalog.text import Language
from tclsp.server.place import Place
from tclsp.source.reading import Reading
from tclsp.source.text import SourceText

CURSOR = "│"
PRELUDE = """\
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.cvm.v20170312 import cvm_client, errorcodes, models

"""


@cache
def catalog() -> Catalog:
    """Return the built catalogue."""
    return Catalog.open()


def example_parts(example: str) -> tuple[str, str]:
    """Return what stands before and behind the cursor, the usual imports before it."""
    code = textwrap.dedent(example).lstrip("\n")
    before, _, after = (code if "import " in code else PRELUDE + code).partition(CURSOR)
    return before, after


def at_cursor(example: str, language: Language = "en", lists: ActionLists | None = None) -> Place:
    """Return the place of the cursor in an example, the usual imports before it."""
    before, after = example_parts(example)
    reading = Reading(SourceText.of(before + after))
    return Place(reading, len(before.encode()), catalog(), lists or ActionLists.none(), language)


def text_of(place: Place, start: int, end: int) -> str:
    """Return the text between two byte offsets."""
    return place.reading.source.utf8[start:end].decode()
