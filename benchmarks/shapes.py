"""Code in shapes whose ways multiply or nest, as long as you like; the same text in every run.

Handlers of people are short; those that machines or years have made are not, and an editor must
bear them while somebody types in them.
"""

from collections.abc import Callable
from functools import cache
from textwrap import indent

from attrs import frozen

from tclsp.catalog.store import Catalog

_HEAD = """\
import logging
import time

from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.cvm.v20170312 import cvm_client, models

logger = logging.getLogger(__name__)


"""


@frozen
class Shape:
    """A kind of code, with the sizes to measure it in."""

    name: str
    sizes: tuple[int, ...]
    write: Callable[[int], str]
    """Returns the text of a module of that size."""


@cache
def _codes() -> tuple[str, ...]:
    return tuple(sorted(Catalog.open().defined_by("cvm")))


def _code(number: int) -> str:
    """Return a code of the service that is called; hundreds of numbers give different ones."""
    return _codes()[number % len(_codes())]


def _handler(body: str) -> str:
    return (
        f"{_HEAD}def order(client, request, queue):\n"
        "    try:\n"
        "        return client.RunInstances(request)\n"
        "    except TencentCloudSDKException as error:\n"
        f"{indent(body, ' ' * 8)}"
    )


def _sequential_ifs(size: int) -> str:
    """Each falls through to the next, so that each doubles the ways."""
    steps = (
        f'if error.code == "{_code(number)}":\n    queue.note({number}, error.message)\n'
        for number in range(size)
    )
    return _handler("".join(steps) + "raise\n")


def _marking_ifs(size: int) -> str:
    """Like the former, but each sets a local name, so that the ways differ in what names hold."""
    steps = (
        f'if error.code == "{_code(number)}":\n    text_{number} = error.message\n'
        for number in range(size)
    )
    return _handler("".join(steps) + "queue.note(error)\n")


def _elif_chain(size: int) -> str:
    steps = (
        f'{"el" if number else ""}if error.code == "{_code(number)}":\n'
        f"    queue.note({number}, error.message)\n"
        for number in range(size)
    )
    return _handler("".join(steps) + "else:\n    raise\n")


def _nested_ifs(size: int) -> str:
    lines = [f"{'    ' * number}if queue.wants({number}, error.code):\n" for number in range(size)]
    ends = [
        f"{'    ' * number}else:\n{'    ' * (number + 1)}queue.note({number})\n"
        for number in reversed(range(size))
    ]
    return _handler("".join(lines) + f"{'    ' * size}raise\n" + "".join(ends))


def _nested_tries(size: int) -> str:
    heads = [f"{'    ' * number}try:\n" for number in range(size)]
    clauses = [
        f"{'    ' * number}except TencentCloudSDKException as error_{number}:\n"
        f'{"    " * (number + 1)}if error_{number}.code == "{_code(number)}":\n'
        f"{'    ' * (number + 2)}raise\n"
        f"{'    ' * (number + 1)}logger.error(error_{number}.message)\n"
        for number in reversed(range(size))
    ]
    body = "".join(heads) + f"{'    ' * size}client.RunInstances(request)\n" + "".join(clauses)
    return f"{_HEAD}def order(client, request):\n{indent(body, '    ')}"


def _nested_rows(size: int) -> str:
    """In each level three `if`s in a row, then one with the next level inside."""
    lines: list[str] = []
    for level in range(size):
        for step in range(3):
            lines.append(f'if error.code == "{_code(3 * level + step)}":')
            lines.append(f"    queue.note({level}, error.message)")
        lines.append(f"if queue.wants({level}):")
    return _handler(_stairs(lines, "if queue.wants(") + "raise\n")


def _stairs(lines: list[str], opening: str) -> str:
    """Put everything behind a line with `opening` into its block."""
    depth, written = 0, ""
    for line in lines:
        written += f"{'    ' * depth}{line}\n"
        depth += line.startswith(opening)
    return f"{written}{'    ' * depth}queue.note(request)\n"


def _nested_loops(size: int) -> str:
    """Loops inside each other, each with a request in a `try` and two conditions."""
    lines: list[str] = []
    for level in range(size):
        lines += [
            "try:",
            "    client.RunInstances(request)",
            "except TencentCloudSDKException as error:",
            f'    if error.code == "{_code(level)}":',
            "        time.sleep(5)",
            f"if queue.wants({level}):",
            f"    queue.note({level})",
            f"for attempt_{level} in range(5):",
        ]
    body = _stairs(lines, "for ")
    return f"{_HEAD}def order(client, request, queue):\n{indent(body, '    ')}"


def _match(size: int) -> str:
    cases = (
        f'    case "{_code(number)}":\n        queue.note({number}, error.message)\n'
        for number in range(size)
    )
    return _handler("match error.code:\n" + "".join(cases))


def _mutual(size: int) -> str:
    """Every function hands the error to every other one."""
    return (
        _handler("step_0(error, queue)\n")
        + "\n\n"
        + "\n\n".join(
            f"def step_{number}(error, queue):\n"
            + "".join(
                f'    if error.code == "{_code(other)}":\n        step_{other}(error, queue)\n'
                for other in range(size)
                if other != number
            )
            for number in range(size)
        )
    )


def _mutual_requests(size: int) -> str:
    """Every function sends a request and, when it fails, leaves it to every other one."""
    return _HEAD + "\n\n".join(
        f"def step_{number}(client, request):\n"
        "    try:\n"
        "        return client.RunInstances(request)\n"
        "    except TencentCloudSDKException as error:\n"
        "        logger.error(error)\n"
        + "".join(
            f"    step_{other}(client, request)\n" for other in range(size) if other != number
        )
        for number in range(size)
    )


def _long_handler(size: int) -> str:
    """`size` lines of all sorts of statements."""
    step = (
        "detail_{n} = queue.describe({n}, request)\n"
        "if detail_{n}:\n"
        '    logger.info("step {n}: %s", detail_{n})\n'
        "for each in detail_{n}:\n"
        "    queue.note(each)\n"
        'if error.code == "{code}":\n'
        "    queue.later(request)\n"
        "try:\n"
        "    queue.flush({n})\n"
        "except ValueError:\n"
        "    logger.warning(error.message)\n"
    )
    count = max(1, size // step.count("\n"))
    steps = (step.format(n=number, code=_code(number)) for number in range(count))
    return _handler("".join(steps) + "raise\n")


def _retrying_loops(size: int) -> str:
    """A loop with `size` requests, each in a `try` of its own, between conditions."""
    steps = (
        f"if queue.wants({number}):\n"
        "    try:\n"
        "        client.RunInstances(request)\n"
        "    except TencentCloudSDKException as error:\n"
        f'        if error.code == "{_code(number)}":\n'
        "            time.sleep(5)\n"
        "            continue\n"
        f"        failed_{number} = error\n"
        for number in range(size)
    )
    body = indent("".join(steps) + "return None\n", " " * 8)
    return f"{_HEAD}def order(client, request, queue):\n    for attempt in range(5):\n{body}"


def _made_of_themselves(size: int) -> str:
    """Names that get another value again and again, which is made of the last one."""
    told = "".join(
        f'text = text + "{number}"\n'
        f'codes = codes + ["{_code(number)}"]\n'
        f'known = known or error.code == "{_code(number)}"\n'
        for number in range(size)
    )
    sent = "".join(
        f'url = url + "&Name{number}=" + request\n'
        f"errors = errors + (Error{number},)\n"
        f"client = client.with_option({number}) or client\n"
        for number in range(size)
    )
    tests = 'if known or error.code in codes or "limit" in text:\n    return None\nraise\n'
    sending = "try:\n    client.RunInstances(requests.get(url))\nexcept errors:\n    raise\n"
    return (
        _handler(f"text = error.message\ncodes = []\nknown = False\n{told}{tests}")
        + "\n\ndef send(client, request):\n"
        + indent(f'url = "https://example.org"\nerrors = ()\n{sent}{sending}', "    ")
    )


def _profiles(size: int) -> str:
    """Functions of which each makes a client with a profile of its own."""
    return f"{_HEAD}from tencentcloud.common.profile.http_profile import HttpProfile\n" + "".join(
        f"\n\ndef zones_{number}(credential, request):\n"
        "    profile = HttpProfile()\n"
        '    profile.endpoint = "cvm.tencentcloudapi.com"\n'
        "    profile.reqTimeout = 30\n"
        "    profile.keepAlive = True\n"
        '    client = cvm_client.CvmClient(credential, "ap-guangzhou", profile)\n'
        "    return client.DescribeZones(request)\n"
        for number in range(size)
    )


SHAPES = (
    Shape("ifs in a row", (45, 10, 200), _sequential_ifs),
    Shape("ifs in a row that mark", (10, 45, 200), _marking_ifs),
    Shape("elifs of one chain", (100, 2000), _elif_chain),
    Shape("ifs inside each other", (10, 30), _nested_ifs),
    Shape("levels of ifs in a row", (4, 16), _nested_rows),
    Shape("loops inside each other", (3, 6), _nested_loops),
    Shape("tries inside each other", (5, 20), _nested_tries),
    Shape("cases of a match", (50, 200), _match),
    Shape("functions that hand the error to each other", (10, 40), _mutual),
    Shape("functions that send and call each other", (10, 40), _mutual_requests),
    Shape("lines of one handler", (300, 3000), _long_handler),
    Shape("tries in a loop", (5, 20), _retrying_loops),
    Shape("names made of themselves", (10, 40), _made_of_themselves),
    Shape("clients with profiles", (40, 400), _profiles),
)
