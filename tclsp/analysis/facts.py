"""The facts of one module: what its code does with the answers of Tencent Cloud.

They are plain records without trees, so that they can be cached and sent between processes. Rules
read nothing else of a file.
"""

from typing import Literal

from attrs import frozen

from tclsp.catalog.text import Text
from tclsp.source.spans import Span

Operator = Literal[
    "==", "!=", "in", "not in", "startswith", "endswith", "substring", "case", "key", "match"
]
OF_FRAGMENTS: frozenset[Operator] = frozenset({"endswith", "substring"})
"""Those whose literal may be any part of a code."""


@frozen
class Gap:
    """A part of the file that could not be analysed."""

    span: Span
    reason: Text
    """Why, as a part of a sentence."""


@frozen
class ApiCall:
    """A call that sends a request to the API; a field is empty where the code does not say."""

    span: Span | None
    """`None` for a call in another file."""
    kind: Literal["typed", "common", "dynamic", "raw"]
    service: str
    version: str
    action: str
    function: str
    """The qualified name of the function that it stands in; empty at module level."""
    caught_elsewhere: bool = False
    """Whether a handler in another file catches its errors."""


@frozen
class CodeLiteral:
    """One code, family or fragment in a code test."""

    value: str
    span: Span
    constant: str = ""
    """`errorcodes.X` where it is no literal."""


@frozen
class Taken:
    """A literal of a test that an earlier test of the same chain leaves nothing for."""

    value: str
    by: str
    """The literal of the earlier test."""
    operator: Operator
    """How that one compares."""
    span: Span | None
    """Where it stands; `None` where that is another file."""


@frozen
class CodeTest:
    """A comparison of an error's code with literals or SDK constants."""

    operator: Operator
    literals: tuple[CodeLiteral, ...]
    services: tuple[str, ...] | None
    """The services called in the `try`; `None` where one of them is unknown."""
    actions: tuple[tuple[str, str], ...]
    """Service and action of those calls."""
    group: str
    """The same for the tests of one handler or function, which complete each other."""
    elsewhere: tuple[str, ...] = ()
    """Literals of the same test that stand in other files."""
    folded: bool = False
    """Compared without case."""
    other_errors: tuple[str, ...] = ()
    """The classes that the same clause catches besides SDK errors, whose codes it may test too."""
    credential_may_call: bool = False
    """Whether the credential may call STS by itself, so that codes of `sts` may come."""
    family_only: bool = False
    """What is compared is the part of the code before its first dot."""
    span: Span | None = None
    """The statement that it stands in, its header; `None` where that is in another file."""
    taken: tuple[Taken, ...] = ()
    """Its literals that never match: an earlier test of the chain takes them in any case."""


@frozen
class MessageTest:
    """A test on the message of an error, or on a text that holds it."""

    span: Span
    """The comparison; of a `case` its literal."""
    operator: Operator
    texts: tuple[str, ...]
    """What it asks for."""
    part: Literal["message", "text"]
    """The message alone, or a text of the whole error: `str(error)`, an f-string of it."""
    error: str
    """The local name of the error; empty where it has none."""
    services: tuple[str, ...] | None
    """The services called in the `try`; `None` where one of them is unknown."""
    other_errors: tuple[str, ...] = ()
    """The classes that the same clause catches besides SDK errors."""


@frozen
class Raised:
    """A `raise` of another exception on a path of a handler."""

    span: Span
    name: str
    cause: Literal["implicit", "explicit", "none"]
    """No `from`, `from e`, `from None`."""
    records: bool
    """Whether its arguments carry the RequestId."""
    parts: tuple[str, ...] = ()
    """Which of `code`, `message`, `cut`, `fixed` its arguments hold."""


@frozen
class Record:
    """A place where a path writes, returns or hands on something about the error."""

    span: Span
    kind: Literal["log", "call", "return", "store", "exit"]
    parts: tuple[str, ...]
    """Which of `code`, `message`, `cut`, `fixed` it holds."""
    loud: bool
    """Of a log call, whether its level is warning or above; a print has none."""


@frozen
class Path:
    """One way through a handler, judged as a whole from its head to its end."""

    outcome: Literal["falls", "continues", "breaks", "returns", "raises", "exits"]
    expected: bool
    """Whether a code or message test selected the error positively."""
    selected: tuple[str, ...]
    """The literals of the tests that selected it."""
    recorded: bool
    """Whether the RequestId is recorded on it, the error raised again or handed on."""
    records: tuple[Record, ...]
    """What it writes of the error, in order, where that lacks the RequestId."""
    raised: Raised | None
    tried_again: bool
    """Whether it goes on to the next try of a loop whose last try does not lose the error."""
    own_statement: bool
    """Whether it has a statement of its own besides those of tests that did not select it."""


@frozen
class TestedCode:
    """A code, family or fragment that a code test names, with the way it is compared."""

    operator: Operator
    value: str


@frozen
class Handler:
    """Code that can catch the SDK error."""

    span: Span
    """The `except` line up to the colon, the call of `suppress`, the test for `Error`."""
    kind: Literal["named", "broad", "suppress", "raw"]
    classes: tuple[str, ...]
    """What it catches, as dotted names."""
    bound: str
    """The name of the error in it; empty where it has none."""
    function: str
    calls: tuple[ApiCall, ...]
    """The API calls whose errors reach it."""
    services: tuple[str, ...] | None
    """Their services; `None` where one is unknown or no call was found."""
    paths: tuple[Path, ...]
    tested: tuple[TestedCode, ...] = ()
    """What its code tests name, those of its helpers too, each once."""


@frozen
class DeadClause:
    """An `except` clause for the SDK error behind one that leaves nothing for it."""

    span: Span
    """The `except` line up to the colon."""
    classes: tuple[str, ...]
    """What it would catch, as dotted names."""
    taken_by: str
    """The class of the earlier clause that catches it: `Exception`."""
    taken_at: Span
    """The line of that clause."""


@frozen
class WrongAttribute:
    """An attribute or key that is read of what does not have it."""

    span: Span
    name: str
    """What is written: `request_id`."""
    meant: str
    """What it is called: `requestId`, `RequestId`."""
    owner: Literal["error", "model", "raw"]


@frozen
class SdkImport:
    """A name that is imported from the SDK, in no `try` that an `except ImportError` guards."""

    span: Span
    """The statement."""
    dotted: str
    """`tencentcloud.cvm.v20170312.cvm_client`."""


EntryKind = Literal["module", "script", "route", "command", "task", "job", "thread", "serverless"]
"""What starts code from outside: module-level code, a console script, a framework, …"""


@frozen
class Unhandled:
    """An API call whose errors nothing catches on the way to an entry point."""

    call: ApiCall
    way: tuple[str, ...]
    """The functions from the entry point on, and the call as it is written; module-level code has
    no name."""
    entry: EntryKind


@frozen
class DryRun:
    """An API call with `DryRun` set, whose errors a handler deals with."""

    span: Span
    """The call."""
    service: str
    action: str
    tested: tuple[TestedCode, ...]
    """What the handlers that its errors reach ask for, in their messages too."""


@frozen
class NetworkHandler:
    """A clause or retry predicate for errors of the network around typed calls alone."""

    span: Span
    """The `except` line up to the colon, or the call that makes the predicate."""
    kind: Literal["clause", "predicate"]
    classes: tuple[str, ...]
    """The errors of the network that it waits for, as dotted names."""


@frozen
class Retry:
    """Code that sends a request again after an error of the API."""

    span: Span
    """The loop's header, the decorator, the `def` of a function that calls itself."""
    kind: Literal["loop", "decorator", "recursion", "call"]
    """`call`: the call of a library that is handed the function to repeat."""
    calls: tuple[ApiCall, ...]
    """What is repeated, as far as it is known."""
    permanent: tuple[str, ...]
    """The families of errors that never heal and that no test keeps out or lists."""
    hasty: tuple[str, ...]
    """The codes and families after which it repeats without a delay, of those tried."""
    goes_on: bool
    """Whether it goes on after a success too: it serves, or watches."""
    iterates: bool
    """Whether its next turn sends another request."""


@frozen
class AnswerRead:
    """A key that is read of an answer of the API, or asked for."""

    span: Span
    key: str
    answer: Literal["raw", "dict", "model"]
    """The JSON of an HTTP call, what `call_json` gives, or what a response model holds."""
    inside: Literal["body", "response", "object"]
    """The dict with `Response` inside, that with the fields, or the model itself."""
    form: Literal["subscript", "get", "membership", "attribute"]
    tested: bool
    """Whether it stands in a condition."""
    checked: bool
    """Whether `Error` was looked at on the way."""
    handled: bool
    """Whether the code deals with the absence of the key."""
    tolerant: bool
    """Whether another way to read the same stands beside it, or `Response` is asked for."""
    by_status: bool
    """Whether only the HTTP status of the answer is looked at, nowhere its `Error`."""
    calls: tuple[str, ...]
    """Names the calls that the answer may come from; the same for all reads of one answer."""
    function: str
    service: str
    actions: tuple[str, ...]
    """The actions that may have been called; empty where unknown."""
    redefined: bool
    """Whether a class of the project defines the method that gave the answer."""


@frozen
class StatusTest:
    """A test of the HTTP status of a raw answer whose `Error` is never looked at."""

    span: Span
    calls: tuple[str, ...]


@frozen
class ProtocolFault:
    """A request that the API does not take as it is sent."""

    span: Span
    fault: Literal["scheme", "method"]
    written: str
    """`http`, or the method."""


@frozen
class ModuleFacts:
    """All facts of one module."""

    gaps: tuple[Gap, ...] = ()
    calls: tuple[ApiCall, ...] = ()
    handlers: tuple[Handler, ...] = ()
    tests: tuple[CodeTest, ...] = ()
    message_tests: tuple[MessageTest, ...] = ()
    loose_codes: tuple[CodeLiteral, ...] = ()
    """Dotted literals outside code tests that look like codes."""
    dead_clauses: tuple[DeadClause, ...] = ()
    retryer: bool = False
    """Whether it gives a client a retryer, which repeats after rate limits and network errors."""
    wrong_attributes: tuple[WrongAttribute, ...] = ()
    sdk_imports: tuple[SdkImport, ...] = ()
    malformed_errors: tuple[Span, ...] = ()
    """The SDK errors that are made with a sentence where the code belongs."""
    dry_runs: tuple[DryRun, ...] = ()
    network_handlers: tuple[NetworkHandler, ...] = ()
    retries: tuple[Retry, ...] = ()
    classes: tuple[str, ...] = ()
    """Names of the classes that the whole project defines."""
    answer_reads: tuple[AnswerRead, ...] = ()
    status_tests: tuple[StatusTest, ...] = ()
    protocol_faults: tuple[ProtocolFault, ...] = ()
    unhandled: tuple[Unhandled, ...] = ()
