"""A settings file that cannot be used."""


class SettingsError(Exception):
    """The settings of a file or of the command line cannot be used.

    `problems` holds one sentence for each fault, with its place in front.
    """

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems
