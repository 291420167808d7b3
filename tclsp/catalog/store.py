"""Look-ups in the catalogue."""

from collections.abc import Collection
from functools import cached_property, lru_cache
from itertools import chain, islice
from pathlib import Path

from attrs import frozen

from tclsp.catalog import queries
from tclsp.catalog.catalog_file import CatalogFile
from tclsp.catalog.failures import CatalogMissing
from tclsp.catalog.records import Action, Code, Guidance, Kind
from tclsp.catalog.schema import usual_constant
from tclsp.catalog.stored_codes import StoredCodes
from tclsp.catalog.text import Text

__all__ = ["Catalog", "CatalogMissing", "SdkVersions"]

_DEFAULT_PATH = Path(__file__).with_name("catalog.db")


@frozen
class SdkVersions:
    """The versions of the two SDK packages that the catalogue was built from."""

    zh: str
    en: str


class Catalog:
    """The catalogue: a read-only file, opened at the first look-up, from any thread or process.

    A service is named like its package (`autoscaling`); its name in the API (`as`) is understood
    too. Every look-up may raise `CatalogMissing`.
    """

    def __init__(self, path: Path) -> None:
        """Use `open`; `path` is the file."""
        self.path = path
        self._file = CatalogFile(path)

    @classmethod
    def open(cls, path: Path | None = None) -> "Catalog":
        """Return the catalogue of `path`, by default the one that belongs to this package."""
        return cls(path or _DEFAULT_PATH)

    # The catalogue as a whole

    def sdk_versions(self) -> SdkVersions:
        """Return the versions of the SDK packages that it was built from."""
        return SdkVersions(zh=self._meta["sdk-zh"], en=self._meta["sdk-en"])

    def fingerprint(self) -> str:
        """Return a hash of all that it was built from: the same hash, the same answers."""
        return self._meta["fingerprint"]

    # Codes

    @lru_cache(maxsize=8192)  # noqa: B019
    def exists(self, code: str) -> bool:
        """Tell whether this is a code, in exactly this spelling."""
        return bool(self._file.rows("SELECT 1 FROM code WHERE code = ?", code))

    @lru_cache(maxsize=4096)  # noqa: B019 - a catalogue lives as long as its process
    def code(self, code: str) -> Code | None:
        """Return all that is known of a code; `None` where it does not exist."""
        return next(iter(queries.select_codes(self._file, "code.code = ?", code)), None)

    def kind(self, code: str) -> Kind | None:
        """Return where a code comes from; `None` where it does not exist."""
        listed = self._listed.get(code)
        if listed:
            return listed[0]
        return "service" if self.exists(code) else None

    def source(self, code: str) -> str:
        """Return the page or file that lists a code; empty for a service's own."""
        return self._listed[code][1] if code in self._listed else ""

    def codes(
        self,
        text: str = "",
        service: str | None = None,
        family: str | None = None,
        action: str | None = None,
    ) -> list[Code]:
        """Return the codes that fulfil all conditions, in the order of their spelling.

        `text` stands in the code or one of its descriptions, in any case. `service` defines the
        code. `action` can answer it: it is a common one or the gateway's, or a service version
        that offers the action (that of `service`, where both are given) defines it.
        """
        return list(self._codes(text, service, family, action))

    # Of a large family hundreds of records are made, so the last few answers are kept.
    @lru_cache(maxsize=8)  # noqa: B019
    def _codes(
        self, text: str, service: str | None, family: str | None, action: str | None
    ) -> tuple[Code, ...]:
        conditions, arguments = ["1"], list[str]()
        if text:
            conditions.append(queries.HAS_TEXT)
            arguments += [text.lower()] * 2
        if family is not None:
            conditions.append(queries.IN_FAMILY)
            arguments += [family] * 3
        if action is not None:
            conditions.append(queries.CAN_BE_ANSWERED)
            arguments += [action, self.package_of(service or "")]
        elif service is not None:
            conditions.append(queries.DEFINED_BY)
            arguments.append(self.package_of(service))
        return tuple(queries.select_codes(self._file, " AND ".join(conditions), *arguments))

    def with_prefix(
        self, prefix: str, services: Collection[str] = (), limit: int = 100
    ) -> list[str]:
        """Return up to `limit` codes that begin with `prefix`, in any case.

        Those that the given services can answer come first, each part in the order of spelling.
        """
        found = self._with_prefix(prefix)
        if not services:
            return list(found[:limit])
        own = self._own_codes(frozenset(services))
        ranked = chain((code for code in found if code in own), (c for c in found if c not in own))
        return list(islice(ranked, limit))

    @lru_cache(maxsize=512)  # noqa: B019
    def _with_prefix(self, prefix: str) -> tuple[str, ...]:
        # The rules ask for few prefixes, and `spellings` takes a megabyte.
        # No LIKE: it takes no long texts, and ends them at a NUL.
        query = "SELECT code FROM code WHERE substr(code, 1, ?) = ? COLLATE NOCASE"
        rows = self._file.rows(query, len(prefix), prefix.lower())
        return tuple(sorted((code for (code,) in rows), key=str.lower))

    def nearest(self, code: str, services: Collection[str] = (), limit: int = 5) -> tuple[str, ...]:
        """Return the codes that were probably meant by `code`, the most probable first.

        The same code in another case goes before all; codes that the given services can answer,
        and client-side ones, go before others that are about equally near. `code` itself is never
        among them.
        """
        return self._nearest(code, frozenset(services), limit)

    # A wrong code often stands in more than one place, and the search is the slowest look-up.
    @lru_cache(maxsize=512)  # noqa: B019
    def _nearest(self, code: str, services: frozenset[str], limit: int) -> tuple[str, ...]:
        own = self._own_codes(services) if services else frozenset[str]()
        # rapidfuzz is loaded for a misspelt code only.
        from tclsp.catalog.nearest import nearest

        return nearest(self._stored_codes, code, own, limit)

    @lru_cache(maxsize=512)  # noqa: B019
    def defined_by(self, service: str) -> frozenset[str]:
        """Return the codes that any version of a service defines itself."""
        rows = self._file.rows(
            "SELECT code FROM version JOIN definition ON version_id = version.id "
            "JOIN code ON code.id = code_id WHERE service = ?",
            self.package_of(service),
        )
        return frozenset(code for (code,) in rows)

    @lru_cache(maxsize=512)  # noqa: B019
    def services_defining(self, code: str) -> frozenset[str]:
        """Return the services whose `errorcodes.py` has a code."""
        found = self.code(code)
        return (
            frozenset(definition.service for definition in found.services) if found else frozenset()
        )

    def code_of_constant(self, service: str, version: str, constant: str) -> str | None:
        """Return the code that a constant of an `errorcodes.py` holds; `None` if unknown."""
        return self.constants(service, version).get(constant)

    @lru_cache(maxsize=64)  # noqa: B019
    def constants(self, service: str, version: str) -> dict[str, str]:
        """Return the codes that the constants of an `errorcodes.py` hold, by their names."""
        rows = self._file.rows(
            "SELECT constant, code FROM version JOIN definition ON version_id = version.id "
            "JOIN code ON code.id = code_id WHERE service = ? AND version = ?",
            self.package_of(service),
            version,
        )
        return {constant or usual_constant(code): code for constant, code in rows}

    # Families

    def families(self) -> frozenset[str]:
        """Return all families: what stands before the first dot of any code."""
        return self._families

    @cached_property
    def pure_families(self) -> tuple[str, ...]:
        """The families that are no codes by themselves, in the order of spelling."""
        return tuple(sorted(self.families().difference(self.spellings)))

    def is_family(self, name: str) -> bool:
        """Tell whether some code is this name or begins with it and a dot."""
        return name in self._families

    @cached_property
    def common_families(self) -> frozenset[str]:
        """The families of the codes that any action of any service may answer."""
        return frozenset(
            code.partition(".")[0] for code, (kind, _) in self._listed.items() if kind == "common"
        )

    def families_of(self, services: Collection[str]) -> frozenset[str]:
        """Return the families of the codes that the services define themselves."""
        tables = (self.defined_by(service) for service in services)
        return frozenset(code.partition(".")[0] for table in tables for code in table)

    def subcodes(self, family: str, services: Collection[str] | None) -> tuple[str, ...]:
        """Return the codes `family.…` that the services can answer, in the order of spelling.

        With `None` for services that are unknown, only what any service can answer.
        """
        return self._subcodes(family, frozenset(services or ()))

    # Services and actions

    def services(self) -> tuple[str, ...]:
        """Return all services, in the order of their names."""
        return tuple(self._versions)

    def is_service(self, name: str) -> bool:
        """Tell whether a service has this name, as a package or in the API."""
        return self.package_of(name) in self._versions

    def package_of(self, service: str) -> str:
        """Return the name of a service's package (`autoscaling`) for either of its names."""
        return self._packages.get(service, service)

    def versions(self, service: str) -> tuple[str, ...]:
        """Return the versions of a service (`2017-03-12`), the oldest first; empty if unknown."""
        return self._versions.get(self.package_of(service), ())

    def clients(self, class_name: str) -> tuple[tuple[str, str], ...]:
        """Return the service and version of each client class of this name."""
        return self._clients.get(class_name, ())

    @lru_cache(maxsize=256)  # noqa: B019
    def actions(self, service: str, version: str | None = None) -> tuple[Action, ...]:
        """Return the actions of a service, or of one version of it; empty if unknown."""
        package = self.package_of(service)
        found = queries.select_actions(self._file, "service = ?", package)
        return tuple(one for one in found if version in (None, one.version))

    @lru_cache(maxsize=4096)  # noqa: B019
    def action(self, service: str, name: str) -> tuple[Action, ...]:
        """Return an action of a service, once for each version that offers it."""
        return queries.select_actions(
            self._file, "name = ? AND service = ?", name, self.package_of(service)
        )

    @lru_cache(maxsize=4096)  # noqa: B019
    def services_with_action(self, name: str) -> frozenset[str]:
        """Return the services that offer an action of this name; empty if none does."""
        rows = self._file.rows(
            "SELECT service FROM action JOIN version ON version.id = version_id WHERE name = ?",
            name,
        )
        return frozenset(service for (service,) in rows)

    # Guidance

    def guidance(self, code: str) -> Guidance | None:
        """Return what to know about a code: its own entry, else that of its family."""
        return self._guidance(code) or self._guidance(code.partition(".")[0])

    @lru_cache(maxsize=256)  # noqa: B019
    def _guidance(self, subject: str) -> Guidance | None:
        for row in self._file.rows("SELECT * FROM guidance WHERE subject = ?", subject):
            _, meaning_en, meaning_zh, causes_en, causes_zh, remedy_en, remedy_zh, retry = row
            return Guidance(
                subject=subject,
                meaning=Text(meaning_en, meaning_zh),
                causes=Text(causes_en, causes_zh),
                remedy=Text(remedy_en, remedy_zh),
                retry=retry,
            )
        return None

    # What is read once and kept

    @cached_property
    def _meta(self) -> dict[str, str]:
        return dict(self._file.rows("SELECT key, value FROM meta"))

    @cached_property
    def _listed(self) -> dict[str, tuple[Kind, str]]:
        rows = self._file.rows("SELECT code, kind, source FROM listed JOIN code ON id = code_id")
        return {code: (kind, source) for code, kind, source in rows}

    @cached_property
    def spellings(self) -> list[str]:
        """All codes, in the order of their lower-case forms."""
        # Those are not kept: they take as much memory as the codes, and are made in a millisecond.
        rows = self._file.rows("SELECT code FROM code ORDER BY code")
        return sorted((code for (code,) in rows), key=str.lower)

    @cached_property
    def _families(self) -> frozenset[str]:
        rows = self._file.rows(
            "SELECT DISTINCT substr(code, 1, instr(code || '.', '.') - 1) FROM code"
        )
        return frozenset(family for (family,) in rows)

    @cached_property
    def _versions(self) -> dict[str, tuple[str, ...]]:
        versions: dict[str, tuple[str, ...]] = {}
        for service, version in self._file.rows("SELECT service, version FROM version ORDER BY id"):
            versions[service] = (*versions.get(service, ()), version)
        return versions

    @cached_property
    def _clients(self) -> dict[str, tuple[tuple[str, str], ...]]:
        clients: dict[str, tuple[tuple[str, str], ...]] = {}
        rows = self._file.rows("SELECT client, service, version FROM version ORDER BY id")
        for client, service, version in rows:
            clients[client] = (*clients.get(client, ()), (service, version))
        return clients

    @cached_property
    def _packages(self) -> dict[str, str]:
        """Names in the API that are not those of the packages."""
        return dict(
            self._file.rows("SELECT api_service, service FROM version WHERE api_service != service")
        )

    @cached_property
    def _stored_codes(self) -> StoredCodes:
        return StoredCodes(self._file)

    @cached_property
    def of_every_service(self) -> frozenset[str]:
        """The codes that any service can answer: the common ones and the gateway's."""
        return frozenset(
            code for code, (kind, _) in self._listed.items() if kind in ("common", "gateway")
        )

    @lru_cache(maxsize=256)  # noqa: B019
    def _own_codes(self, services: frozenset[str]) -> frozenset[str]:
        """Return what calls of these services can end in, client-side codes among them."""
        tables = (self.defined_by(service) for service in services)
        return frozenset(self._listed).union(*tables)

    @lru_cache(maxsize=4096)  # noqa: B019
    def _subcodes(self, family: str, services: frozenset[str]) -> tuple[str, ...]:
        tables = (self.defined_by(service) for service in services)
        answered = self.of_every_service.union(*tables)
        return tuple(sorted(code for code in answered if code.startswith(f"{family}.")))
