"""The page of a rule for the documentation: `docs/rules/TCL104.md`.

`python -m tclsp.report.rule_markdown` writes them all; a test keeps them fresh.
"""

from pathlib import Path

from tclsp.rules.registry import RULES
from tclsp.rules.rule import Rule

FOLDER = Path(__file__).parents[2] / "docs" / "rules"
"""Where the pages lie in a checkout."""


def rule_markdown(rule: Rule) -> str:
    """Return the page of a rule, in English with the Chinese below."""
    state = "on by default" if rule.default else "off by default"
    lines = [
        f"# {rule.code} {rule.name}",
        "",
        f"{rule.severity.capitalize()}, {state}.",
        "",
        rule.summary.en,
        "",
        "## Why",
        "",
        rule.explanation.en,
        "",
        "## Bad",
        "",
        *_block(rule.bad),
        "",
        "## Good",
        "",
        *_block(rule.good),
        "",
        *_settings(rule),
        "## 中文",
        "",
        rule.summary.zh,
        "",
        rule.explanation.zh,
        "",
    ]
    return "\n".join(lines)


def index_markdown() -> str:
    """Return the table of all rules."""
    rows = (
        f"| [{rule.code}]({rule.code}.md) | {rule.name} | {rule.severity} "
        f"| {'on' if rule.default else 'off'} | {rule.summary.en} |"
        for rule in RULES
    )
    head = [
        "# Rules",
        "",
        "| code | name | severity | default | reports |",
        "|---|---|---|---|---|",
    ]
    return "\n".join([*head, *rows, ""])


def pages() -> dict[str, str]:
    """Return the names and texts of all pages."""
    written = {f"{rule.code}.md": rule_markdown(rule) for rule in RULES}
    return {**written, "README.md": index_markdown()}


def write_pages(folder: Path = FOLDER) -> None:
    """Write all pages and remove those of rules that are gone."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = pages()
    for old in folder.glob("*.md"):
        if old.name not in wanted:
            old.unlink()
    for name, text in wanted.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def _block(code: str) -> list[str]:
    return ["```python", *code.rstrip("\n").split("\n"), "```"]


def _settings(rule: Rule) -> list[str]:
    if not rule.settings:
        return []
    named = ", ".join(f"`{name}`" for name in rule.settings)
    return ["## Settings", "", f"{named} (see [settings](../settings.md)).", ""]


if __name__ == "__main__":
    write_pages()
