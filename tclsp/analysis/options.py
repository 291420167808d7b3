"""The settings that change what the analysis sees."""

from attrs import frozen


@frozen
class AnalysisOptions:
    """Names of the project's own that the analysis must know."""

    sdk_errors: tuple[str, ...] = ()
    """Classes that behave like the SDK error (setting `sdk-errors`), plain or dotted."""
    request_id_loggers: tuple[str, ...] = ()
    """Functions that record the RequestId (setting `request-id-loggers`), plain or dotted."""
    triggers: tuple[str, ...] = ()
    """Texts that make a piece of code matter (setting `triggers`)."""
