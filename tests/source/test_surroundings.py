"""What stands around the cursor `│`, in finished and unfinished code."""

import pytest

from tclsp.source.literals import Literals
from tclsp.source.spans import Span
from tclsp.source.surroundings import actions_named, enclosing_try, imported_services


def actions_around(code: str) -> tuple[str, ...] | None:
    utf8 = code.encode()
    offset = utf8.index("│".encode())
    utf8 = utf8.replace("│".encode(), b"", 1)
    found = enclosing_try(utf8, Literals.of(utf8), offset)
    return None if found is None else actions_named(utf8, found.body)


def test_services_and_versions_that_are_imported() -> None:
    text = b"""
from tencentcloud.cvm.v20170312 import cvm_client, models
import tencentcloud.sms.v20210111.models as sms
from tencentcloud.cbs import v20170312
from tencentcloud.common import credential
from tencentcloud.cvm.v20170312 import errorcodes
"""
    assert imported_services(text) == (
        ("cvm", "2017-03-12"),
        ("sms", "2021-01-11"),
        ("cbs", "2017-03-12"),
    )


@pytest.mark.parametrize(
    ("code", "actions"),
    [
        ("try:\n    client.RunInstances(r)\nexcept E as e:\n    if e.code == │", ("RunInstances",)),
        ("try:\n    client.A1(r)\n    │\nexcept E:\n    pass\n", ("A1",)),
        ("try:\n    c.A1(r)\nexcept E as e:\n    pass\nexcept F as e:\n    │\n", ("A1",)),
        ("try:\n    c.A1(r)\nexcept E as e:│\n", ("A1",)),
        ("try:\n    c.A1(r)\nexcept E:\n    pass\nelse:\n    │\n", ("A1",)),
        ("try:\n    c.A1(r)\nfinally:\n    x()\n│", None),
        ("if x:\n  try:\n    c.A1(r)\n  except E as e:\n    for x in y:\n      │", ("A1",)),
        ("try:\n    c.A1(r)\nexcept E:\n    if x:\n        pass\n    else:\n        │", ("A1",)),
        ("try:\n    c.A1(r)\nexcept E:\n    pass\nelse:\n    if x:\n        │", ("A1",)),
        ("try:\n    def f():\n        │\nexcept E:\n    pass\n", None),
        ("try:\n    try:\n        c.A1()\n    except E:\n        │\nexcept F:\n    b", ("A1",)),
        ("try:\n    try:\n        c.A1()\n    except E:\n        pass\nexcept F:\n    │", ("A1",)),
        ("try:\n    c.A1(r)\nexcept E:\n    pass\ndef f():\n    │", None),
        ('try:\n    c.call("A1", {})\nexcept E as e:\n    │', ("A1",)),
        ("try:\r\n\tc.A1(r)\r\nexcept E as e:\r\n\t│\r\n", ("A1",)),
        ('try:\n    c.A1("""\nexcept X:\n""")\nexcept E as e:\n    │', ("A1",)),
        ("x = 1\n│", None),
    ],
)  # fmt: skip
def test_the_try_that_the_cursor_belongs_to(code: str, actions: tuple[str, ...] | None) -> None:
    assert actions_around(code) == actions


def test_handlers_are_told_apart() -> None:
    code = b"try:\n    a()\nexcept E:\n    b()\nexcept F:\n    c()\nd()\n"
    found = enclosing_try(code, Literals.of(code), 10)
    assert found is not None
    assert code[found.body.start : found.body.end] == b"    a()\n"
    assert [code[span.start : span.end] for span in found.handlers] == [
        b"except E:\n    b()\n",
        b"except F:\n    c()\n",
    ]


def test_actions_are_named_once() -> None:
    text = b'c.A1(r); c.A1(q); getattr(c, "B1")(r); x.lower()'
    assert actions_named(text, Span(0, len(text))) == ("A1", "B1")
