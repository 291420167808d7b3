"""What a run says besides its findings: files that it had to pass over."""


class Notes:
    """Collects one line for each thing that could not be done."""

    def __init__(self) -> None:
        self._lines: list[tuple[str, str]] = []
        self.failed = False
        """Whether something that the command line names could not be checked."""

    def add(self, path: str, reason: str) -> None:
        """Note what was passed over, while the rest goes on."""
        self._lines.append((path, reason))

    def fail(self, path: str, reason: str) -> None:
        """Note that something asked for by name could not be checked."""
        self.failed = True
        self.add(path, reason)

    def unreadable(self, path: str, error: Exception, *, named: bool) -> None:
        """Note a file that cannot be read; `named` if the command line asks for it by name."""
        self.trouble(path, reason_of(error), named=named)

    def trouble(self, path: str, reason: str, *, named: bool) -> None:
        """Note a file that cannot be checked; `named` if the command line asks for it by name."""
        if named:
            self.fail(path, reason)
        else:
            self.add(path, reason)

    def lines(self) -> list[str]:
        """Return the notes as `path: reason`, sorted and each once."""
        return [f"{path}: {reason}" for path, reason in sorted(set(self._lines))]


def reason_of(error: Exception) -> str:
    """Say in a few words why a file could not be read."""
    if isinstance(error, FileNotFoundError):
        return "no such file or folder"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror[0].lower() + error.strerror[1:]
    return str(error)
