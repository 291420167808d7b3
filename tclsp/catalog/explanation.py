"""What there is to say about one error code, put together from the catalogue and our guidance."""

from collections.abc import Collection

from attrs import evolve, frozen

from tclsp.catalog.records import Code, Definition, Guidance, Retry
from tclsp.catalog.store import Catalog
from tclsp.catalog.text import Text

NEAR_LIMIT = 5
_NOTHING = Text(en="", zh="")


@frozen
class Explanation:
    """A code and what to know about it."""

    code: Code
    """Its description is the best one: a service's own text where services were asked for, else
    our guidance, else the most frequent. The definitions of those services come first."""
    guidance: Guidance | None
    """Guidance on the code, or else on its family: `subject` says which."""
    near: tuple[str, ...]
    """Other codes that are like it, the likest first."""

    @property
    def causes(self) -> Text:
        """Usual causes; empty where nothing is known."""
        return self.guidance.causes if self.guidance else _NOTHING

    @property
    def remedy(self) -> Text:
        """What to do; empty where nothing is known."""
        return self.guidance.remedy if self.guidance else _NOTHING

    @property
    def retry(self) -> Retry | None:
        """Whether a retry can help; None where nothing is known."""
        return self.guidance.retry if self.guidance else None


def explain_code(catalog: Catalog, code: str, services: Collection[str] = ()) -> Explanation | None:
    """Return what to know about `code`, as `services` mean it; None if the catalogue lacks it."""
    found = catalog.code(code)
    if found is None:
        return None
    return Explanation(
        code=_with_services_first(described(catalog, found, services), services),
        guidance=catalog.guidance(code),
        near=catalog.nearest(code, services, NEAR_LIMIT),
    )


def described(catalog: Catalog, code: Code, services: Collection[str] = ()) -> Code:
    """Return `code` with the best description: see Explanation."""
    own = own_text(code, services)
    if own != _NOTHING:
        return evolve(code, description=own)
    if code.kind != "service" or code.code == code.family:
        guidance = catalog.guidance(code.code)
        if guidance is not None and guidance.subject == code.code:
            return evolve(code, description=guidance.meaning)
    defining = {definition.service for definition in code.services}
    if len(defining) == 1:
        return evolve(code, description=own_text(code, defining))
    return evolve(code, description=_telling(code.description, code.code))


def own_definition(code: Code, services: Collection[str]) -> Definition | None:
    """Return the newest definition that one of `services` gives to `code`."""
    own = [definition for definition in code.services if definition.service in services]
    return max(own, key=lambda definition: definition.version, default=None)


def own_text(code: Code, services: Collection[str]) -> Text:
    """Return what the newest definition of one of `services` says; empty where it says nothing."""
    own = own_definition(code, services)
    return _telling(own.description, code.code) if own else _NOTHING


def _telling(text: Text, code: str) -> Text:
    """Return `text` without a language that only repeats the code, as 379 descriptions do."""
    return Text(en="" if text.en == code else text.en, zh="" if text.zh == code else text.zh)


def _with_services_first(code: Code, services: Collection[str]) -> Code:
    ordered = sorted(code.services, key=lambda definition: definition.service not in services)
    return evolve(code, services=tuple(ordered))
