"""The settings of a project, as `[tool.tclsp]` or `tclsp.toml` gives them."""

from collections.abc import Mapping

from attrs import Factory, evolve, frozen

from tclsp.catalog.text import Language
from tclsp.rules.finding import Severity


@frozen
class Settings:
    """The settings of a project. A key of the file is the field's name with dashes."""

    select: tuple[str, ...] | None = None
    """The rules to run, by code, prefix or name; None for those that are on by default."""
    ignore: tuple[str, ...] = ()
    """The rules to leave out of `select`; the more specific of the two wins."""
    extend_select: tuple[str, ...] = ()
    """Rules to run besides `select`."""
    severity: Mapping[str, Severity] = Factory(dict)
    """The severity of rules, where it differs from the rule's own."""
    language: Language | None = None
    """The language of messages; None for the locale's."""
    exclude: tuple[str, ...] | None = None
    """Patterns of paths to leave out, as in `.gitignore`; None for the default ones."""
    extend_exclude: tuple[str, ...] = ()
    """Patterns of paths to leave out besides `exclude`."""
    known_codes: tuple[str, ...] = ()
    """Error codes that exist besides those of the catalogue."""
    sdk_errors: tuple[str, ...] = ()
    """Exception classes that behave like the SDK error; code that names one matters."""
    request_id_loggers: tuple[str, ...] = ()
    """Functions that record the RequestId."""
    triggers: tuple[str, ...] = ()
    """Words that make a file matter, such as the name of a wrapper around the SDK."""
    required_families: tuple[str, ...] = ()
    """Families of codes that every call must handle."""
    check_tests: bool = False
    """Whether the rules about handling, RequestId and retries run on tests too."""
    action_lists: tuple[str, ...] = ()
    """Files that list the codes of each action, relative to the settings file."""
    per_file_ignores: Mapping[str, tuple[str, ...]] = Factory(dict)
    """Rules to leave out in files that match a pattern."""

    @property
    def words_that_matter(self) -> tuple[str, ...]:
        """What makes code matter besides the names of the SDK and the API."""
        return self.triggers + tuple(name.rpartition(".")[2] for name in self.sdk_errors)


@frozen
class Overrides:
    """What the command line sets for one run."""

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    language: Language | None = None

    def applied_to(self, settings: Settings) -> Settings:
        """Return `settings` as the command line wants them for this run.

        A `select` of the command line also puts aside what the settings ignore and add.
        """
        language = self.language or settings.language
        if self.select is not None:
            return evolve(
                settings,
                select=self.select,
                ignore=self.ignore,
                extend_select=self.extend_select,
                language=language,
            )
        return evolve(
            settings,
            ignore=settings.ignore + self.ignore,
            extend_select=settings.extend_select + self.extend_select,
            language=language,
        )
