"""Text in the two languages that users of Tencent Cloud read."""

from typing import Literal

from attrs import frozen

Language = Literal["en", "zh"]


@frozen
class Text:
    """The same sentence in English and Chinese; either may be empty where it is unknown."""

    en: str
    zh: str

    def in_language(self, language: Language) -> str:
        """Return the text in `language`, or in the other one where that is missing."""
        if language == "zh":
            return self.zh or self.en
        return self.en or self.zh
