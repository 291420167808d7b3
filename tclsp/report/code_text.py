"""An error code on a page: what it means, why it comes, what to do, and who defines it."""

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from tclsp.catalog.explanation import Explanation, own_definition, own_text
from tclsp.catalog.records import Code, Guidance, Kind, Retry
from tclsp.catalog.text import Language, Text
from tclsp.report.lines import marked
from tclsp.report.page import Field, PageStyle, page

if TYPE_CHECKING:
    from tclsp.catalog.action_lists import ListedAction

_SHOWN_SERVICES = 12
_SHOWN_TEXTS = 4
_SHOWN_ACTIONS = 8

_LABELS = {
    "meaning": Text(en="meaning", zh="含义"),
    "general": Text(en="in general", zh="通用含义"),
    "family": Text(en="its family", zh="所属大类"),
    "causes": Text(en="causes", zh="常见原因"),
    "remedy": Text(en="what to do", zh="处理方法"),
    "retry": Text(en="retry", zh="重试"),
    "services": Text(en="defined by", zh="定义产品"),
    "constant": Text(en="in the SDK", zh="SDK 常量"),
    "actions": Text(en="documented for", zh="可能返回的接口"),
    "subcodes": Text(en="subcodes", zh="子错误码"),
    "near": Text(en="see also", zh="相近错误码"),
}

_RETRY_WORDS: dict[Retry, Text] = {
    "never": Text(
        en="no: repeating the same request is pointless", zh="不要重试：重复同一请求没有意义"
    ),
    "after-fix": Text(
        en="only after a fix: the request, the credential, the quota or the resource has to "
        "change first",
        zh="修正后再试：需要先改请求参数、密钥、配额或资源状态",
    ),
    "with-backoff": Text(
        en="yes: the same request can succeed later; wait longer after each attempt",
        zh="可以重试：同一请求稍后可能成功，每次等待时间递增",
    ),
}

KIND_WORDS: dict[Kind, Text] = {
    "common": Text(
        en="common code: any action of any service can answer it",
        zh="公共错误码：任何产品的任何接口都可能返回",
    ),
    "gateway": Text(
        en="code of the API gateway: any service can answer it",
        zh="云 API 网关错误码：任何产品都可能返回",
    ),
    "service": Text(en="code of a service", zh="业务错误码"),
    "client": Text(
        en="raised by the SDK itself, without a RequestId", zh="由 SDK 自身抛出，没有 RequestId"
    ),
}
_BARE_FAMILY = Text(
    en="a family of codes; by itself no code that is documented",
    zh="一类错误码的前缀，本身不是文档中的错误码",
)
_NOT_DESCRIBED = Text(en="not described by the service", zh="产品没有给出说明")
_NOT_BY = Text(en="{service} does not define it.", zh="{service} 没有定义这个错误码。")
_MORE = Text(en=" and {rest} more", zh=" 等 {all} 个")
_TEXTS_DIFFER = Text(
    en="Their texts differ; --service SERVICE shows the text of one.",
    zh="各产品的说明不同，可用 --service 查看某个产品的说明。",
)
_SUBCODES = Text(
    en="{count}, listed by: tclsp codes --family {family}",
    zh="{count} 个，可用 tclsp codes --family {family} 列出",
)


def code_page(
    explanation: Explanation,
    services: Collection[str],
    subcodes: int,
    actions: Sequence["ListedAction"],
    style: PageStyle,
) -> Iterator[str]:
    """Yield the lines of a page on a code.

    `services` are those that were asked for; `subcodes` is the number of codes that begin with
    the code and a dot; `actions` are those that are documented to answer it, as far as known.
    """
    language = style.language
    fields = (
        *code_fields(explanation, services, language),
        actions_field(actions, language),
        subcodes_field(explanation.code.code, subcodes, language),
        near_field(explanation.near, language),
    )
    kind = KIND_WORDS[explanation.code.kind].in_language(language)
    yield from page(explanation.code.code, kind, fields, style)


def family_page(
    family: str, guidance: Guidance | None, codes: Collection[str], style: PageStyle
) -> Iterator[str]:
    """Yield the lines of a page on a family that is no code by itself; `codes` are its codes."""
    language = style.language
    fields = (
        *(guidance_fields(guidance, language) if guidance else ()),
        subcodes_field(family, len(codes), language),
        near_field(list(codes)[:_SHOWN_SERVICES], language),
    )
    yield from page(family, family_kind(language), fields, style)


def family_kind(language: Language) -> str:
    """Return what a family is that is no code by itself."""
    return _BARE_FAMILY.in_language(language)


def code_fields(
    explanation: Explanation,
    services: Collection[str],
    language: Language,
    *,
    in_terminal: bool = True,
) -> tuple[Field, ...]:
    """Return what a page says about a code, in the order of a reader's questions.

    In a terminal it names the options that show more.
    """
    code = explanation.code
    texts = () if own_definition(code, services) else _texts_of_services(code, language)
    meaning = marked(code.description, language) or _NOT_DESCRIBED.in_language(language)
    differ = in_terminal and not services and not texts and _texts_differ(code, language)
    more = (_TEXTS_DIFFER.in_language(language),) if differ else ()
    return (
        _field("meaning", language, *(texts or (meaning,))),
        *_guidance_beyond(explanation, language),
        _field("services", language, *_definitions(code, services, language), *more),
        _constant(code, services, language),
    )


def guidance_fields(guidance: Guidance, language: Language) -> tuple[Field, ...]:
    """Return what our guidance says of a code's family."""
    meaning = f"{guidance.subject}: {marked(guidance.meaning, language)}"
    return _field("family", language, meaning), *_advice(guidance, language)


def near_field(near: Collection[str], language: Language) -> Field:
    """Return the codes that a code is like."""
    return _field("near", language, ", ".join(near))


def _field(name: str, language: Language, *paragraphs: str) -> Field:
    return Field(_LABELS[name].in_language(language), paragraphs)


def _guidance_beyond(explanation: Explanation, language: Language) -> tuple[Field, ...]:
    """Return what our guidance says beyond the meaning shown: on the code or on its family."""
    guidance = explanation.guidance
    if guidance is None:
        return ()
    if guidance.subject != explanation.code.code:
        return guidance_fields(guidance, language)
    if guidance.meaning == explanation.code.description:
        return _advice(guidance, language)
    general = _field("general", language, marked(guidance.meaning, language))
    return general, *_advice(guidance, language)


def _advice(guidance: Guidance, language: Language) -> tuple[Field, ...]:
    return (
        _field("causes", language, marked(guidance.causes, language)),
        _field("remedy", language, marked(guidance.remedy, language)),
        _field("retry", language, _RETRY_WORDS[guidance.retry].in_language(language)),
    )


def _texts_of_services(code: Code, language: Language) -> tuple[str, ...]:
    """Return what each service says of its own code, where they are few and do not agree."""
    if code.kind != "service":
        return ()
    services = _services_of(code)
    if len(services) > _SHOWN_TEXTS or not _texts_differ(code, language):
        return ()
    texts = {service: _text_of(code, service, language) for service in services}
    return tuple(f"{service}: {text}" for service, text in texts.items() if text)


def _texts_differ(code: Code, language: Language) -> bool:
    texts = {_text_of(code, service, language) for service in _services_of(code)}
    return len(texts - {""}) > 1


def _text_of(code: Code, service: str, language: Language) -> str:
    return marked(own_text(code, (service,)), language)


def _services_of(code: Code) -> list[str]:
    return list(dict.fromkeys(definition.service for definition in code.services))


def _definitions(code: Code, asked: Collection[str], language: Language) -> Iterator[str]:
    names = _services_of(code)
    rest = len(names) - _SHOWN_SERVICES
    more = _MORE.in_language(language).format(rest=rest, all=len(names)) if rest > 0 else ""
    yield ", ".join(names[:_SHOWN_SERVICES]) + more
    if code.kind == "service":
        for service in asked:
            if service not in names:
                yield _NOT_BY.in_language(language).format(service=service)


def _constant(code: Code, asked: Collection[str], language: Language) -> Field:
    """Return the constant of the newest version of the first service, as it is imported."""
    own = own_definition(code, asked or _services_of(code)[:1])
    if own is None:
        return _field("constant", language)
    version = own.version.replace("-", "")
    path = f"tencentcloud.{own.service}.v{version}.errorcodes.{own.constant}"
    return Field(_LABELS["constant"].in_language(language), code=path)


def actions_field(actions: Sequence["ListedAction"], language: Language) -> Field:
    """Return the first of the actions, each once for all versions of its service, and how many.

    They are written as access policies have them: `cvm:RunInstances`.
    """
    names = list(dict.fromkeys(f"{one.service}:{one.action}" for one in actions))
    rest = len(names) - _SHOWN_ACTIONS
    words = Text(en=f" and {rest:,} more actions", zh=f" 等 {len(names):,} 个接口")
    more = words.in_language(language) if rest > 0 else ""
    return _field("actions", language, ", ".join(names[:_SHOWN_ACTIONS]) + more)


def subcodes_field(family: str, count: int, language: Language) -> Field:
    """Return how many codes begin with a family and a dot, and how to list them."""
    if not count:
        return _field("subcodes", language)
    words = _SUBCODES.in_language(language).format(count=f"{count:,}", family=family)
    return _field("subcodes", language, words)
