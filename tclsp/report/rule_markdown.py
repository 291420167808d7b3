"""The page of a rule for the documentation: `docs/rules/TCL104.md`, Chinese in `zh/` beside it.

`python -m tclsp.report.rule_markdown` writes them all; a test keeps them fresh.
"""

from pathlib import Path

from tclsp.catalog.text import Language
from tclsp.rules.registry import RULES
from tclsp.rules.rule import Rule

FOLDER = Path(__file__).parents[2] / "docs" / "rules"
"""Where the pages lie in a checkout."""

_FOLDERS: dict[Language, str] = {"en": "", "zh": "zh/"}
_WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "rules": "Rules",
        "head": "| code | name | severity | default | reports |",
        "on": "on",
        "off": "off",
        "state": "{severity}, {state} by default.",
        "why": "Why",
        "bad": "Bad",
        "good": "Good",
        "fix": "Fix",
        "safe": " It is made with `--fix`.",
        "unsafe": " It is made with `--fix --unsafe-fixes`.",
        "chosen": " It is offered in the editor alone.",
        "settings": "Settings",
        "see": "{names} (see [settings](../settings.md)).",
        "other": "[中文](zh/{page})",
    },
    "zh": {
        "rules": "规则",
        "head": "| 规则 | 名称 | 级别 | 默认 | 检查内容 |",
        "on": "开启",
        "off": "关闭",
        "state": "级别：{severity}，默认{state}。",
        "why": "说明",
        "bad": "错误示例",
        "good": "正确示例",
        "fix": "修复",
        "safe": "使用 `--fix` 时执行。",
        "unsafe": "使用 `--fix --unsafe-fixes` 时执行。",
        "chosen": "仅在编辑器中提供。",
        "settings": "相关设置",
        "see": "{names}（见[设置](../../settings.md)）。",
        "other": "[English](../{page})",
    },
}


def rule_markdown(rule: Rule, language: Language) -> str:
    """Return the page of a rule."""
    words = _WORDS[language]
    state = words["on"] if rule.default else words["off"]
    lines = [
        f"# {rule.code} {rule.name}",
        "",
        words["state"].format(severity=rule.severity.capitalize(), state=state),
        "",
        rule.summary.in_language(language),
        "",
        f"## {words['why']}",
        "",
        rule.explanation.in_language(language),
        "",
        f"## {words['bad']}",
        "",
        *_block(rule.bad),
        "",
        f"## {words['good']}",
        "",
        *_block(rule.good),
        "",
        *_fix(rule, language),
        *_settings(rule, words),
        words["other"].format(page=f"{rule.code}.md"),
        "",
    ]
    return "\n".join(lines)


def index_markdown(language: Language) -> str:
    """Return the table of all rules."""
    words = _WORDS[language]
    rows = (
        f"| [{rule.code}]({rule.code}.md) | {rule.name} | {rule.severity} "
        f"| {words['on'] if rule.default else words['off']} "
        f"| {rule.summary.in_language(language)} |"
        for rule in RULES
    )
    head = [
        f"# {words['rules']}",
        "",
        words["head"],
        "|---|---|---|---|---|",
    ]
    return "\n".join([*head, *rows, "", words["other"].format(page="README.md"), ""])


def pages() -> dict[str, str]:
    """Return the names and texts of all pages; the Chinese ones lie in `zh`."""
    written: dict[str, str] = {}
    for language, folder in _FOLDERS.items():
        written[f"{folder}README.md"] = index_markdown(language)
        for rule in RULES:
            written[f"{folder}{rule.code}.md"] = rule_markdown(rule, language)
    return written


def write_pages(folder: Path = FOLDER) -> None:
    """Write all pages and remove those of rules that are gone."""
    (folder / "zh").mkdir(parents=True, exist_ok=True)
    wanted = pages()
    for old in folder.rglob("*.md"):
        if old.relative_to(folder).as_posix() not in wanted:
            old.unlink()
    for name, text in wanted.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def _block(code: str) -> list[str]:
    return ["```python", *code.rstrip("\n").split("\n"), "```"]


def _fix(rule: Rule, language: Language) -> list[str]:
    if rule.fix is None:
        return []
    words = _WORDS[language]
    how = "safe" if rule.fix.safe else "unsafe"
    if not rule.fix.fix_all:
        how = "chosen"
    return [f"## {words['fix']}", "", f"{rule.fix.what.in_language(language)}{words[how]}", ""]


def _settings(rule: Rule, words: dict[str, str]) -> list[str]:
    if not rule.settings:
        return []
    named = ", ".join(f"`{name}`" for name in rule.settings)
    return [f"## {words['settings']}", "", words["see"].format(names=named), ""]


if __name__ == "__main__":
    write_pages()
