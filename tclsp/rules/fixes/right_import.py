"""Writes the module that an import from the SDK was meant to name."""

from tree_sitter import Node

from tclsp.catalog.text import Text
from tclsp.rules.finding import Edit, Finding, Fix
from tclsp.rules.fixes.context import FixContext, replaced
from tclsp.rules.fixes.rule_fix import RuleFix
from tclsp.rules.sdk_modules import right_name


def _build(finding: Finding, context: FixContext) -> Fix | None:
    node = context.node(finding.span, "import_from_statement")
    module = node.child_by_field_name("module_name") if node else None
    if node is None or module is None or module.type != "dotted_name":
        return None
    names = [_imported(each) for each in node.children_by_field_name("name")]
    written = context.text(module)
    meant = [
        right_name(f"{written}.{context.text(name)}", context.catalog) for name, _ in names if name
    ]
    if not meant or len(meant) != len(names) or not all(meant):
        return None
    modules = {dotted.rpartition(".")[0] for dotted in meant if dotted}
    if len(modules) != 1:
        return None
    edits = list(_renamed(names, [dotted or "" for dotted in meant], context))
    right = modules.pop()
    if right != written:
        edits.append(replaced(module, right))
    if not edits:
        return None
    return Fix(
        title=Text(f"Import from `{right}`", f"改为从 `{right}` 导入"),
        edits=tuple(edits),
        safe=True,
    )


def _imported(node: Node) -> tuple[Node | None, bool]:
    """Return the name that is imported, and whether it gets another one."""
    if node.type == "aliased_import":
        return node.child_by_field_name("name"), True
    return node, False


def _renamed(
    names: list[tuple[Node | None, bool]], meant: list[str], context: FixContext
) -> list[Edit]:
    """Write the right names; the file goes on to use the ones that it used."""
    edits = []
    for (name, aliased), dotted in zip(names, meant, strict=True):
        right = dotted.rpartition(".")[2]
        if name is not None and context.text(name) != right:
            written = right if aliased else f"{right} as {context.text(name)}"
            edits.append(replaced(name, written))
    return edits


RIGHT_IMPORT = RuleFix(
    what=Text(
        "Writes the module that exists; a name that was misspelt is imported under the name that "
        "the file uses.",
        "改为存在的模块；拼错的名字以文件中使用的名字导入。",
    ),
    build=_build,
    safe=True,
)
