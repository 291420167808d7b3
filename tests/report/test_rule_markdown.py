"""The pages of the rules in the documentation."""

from tclsp.report.rule_markdown import FOLDER, pages


def test_the_pages_are_those_of_the_rules() -> None:
    """Run `make docs` after changing what a rule says about itself."""
    written = {
        path.relative_to(FOLDER).as_posix(): path.read_text(encoding="utf-8")
        for path in FOLDER.rglob("*.md")
    }
    assert written == pages()
