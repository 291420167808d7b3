"""The imports at the top level of a module, and where another one is to be written."""

import re
import sys
from collections.abc import Iterator

from tree_sitter import Node

from tclsp.rules.finding import Edit
from tclsp.rules.fixes.context import FixContext, inserted, within
from tclsp.source.trees import statements_of

_SDK = "tencentcloud"
_IMPORTS = frozenset({"import_statement", "import_from_statement"})


def module_imports(context: FixContext) -> list[Node]:
    """Return the import statements at the top level, those from `__future__` apart."""
    return [node for node in statements_of(context.root) if node.type in _IMPORTS]


def imported_as(module: str, name: str, context: FixContext) -> str | None:
    """Return how the file calls `name` of `module`, imported at the top level."""
    for statement in module_imports(context):
        for dotted, bound in _bound_by(statement, context):
            if dotted == f"{module}.{name}" and "." not in bound:
                return bound
    return None


def called_here(name: str, context: FixContext) -> str | None:
    """Return how the file calls what it imports under `name` from anywhere, at its top level."""
    for statement in module_imports(context):
        for dotted, bound in _bound_by(statement, context):
            if statement.type == "import_from_statement" and dotted.endswith(f".{name}"):
                return bound
    return None


def binds_module(name: str, context: FixContext) -> bool:
    """Tell whether a top-level `import` binds a module to its own name."""
    return any(
        statement.type == "import_statement"
        and any(
            bound.partition(".")[0] == name and dotted.partition(".")[0] == name
            for dotted, bound in _bound_by(statement, context)
        )
        for statement in module_imports(context)
    )


def is_used(name: str, context: FixContext) -> bool:
    """Tell whether a file uses a name anywhere, as an attribute or keyword apart."""
    if re.search(rf"\b{re.escape(name)}\b", context.source.text) is None:
        return False
    return any(
        node.type == "identifier" and context.text(node) == name and not _is_label(node)
        for node in within(context.root)
    )


def _is_label(node: Node) -> bool:
    parent = node.parent
    if parent is None:
        return False
    if parent.type == "dotted_name":
        return _is_module_path(parent, node)
    field = {"attribute": "attribute", "keyword_argument": "name"}.get(parent.type)
    label = parent.child_by_field_name(field) if field else None
    return label is not None and label.id == node.id


def _is_module_path(dotted: Node, part: Node) -> bool:
    """Tell a part of the module in `from module import name` from a name that is bound."""
    statement = dotted.parent
    if statement is None or statement.type != "import_from_statement":
        return dotted.named_children[0].id != part.id
    module = statement.child_by_field_name("module_name")
    return module is not None and module.id == dotted.id


def _bound_by(statement: Node, context: FixContext) -> Iterator[tuple[str, str]]:
    """Yield what a statement imports, as a dotted name, and what it is called here."""
    module = statement.child_by_field_name("module_name")
    prefix = "" if module is None else context.text(module) + "."
    for node in statement.children_by_field_name("name"):
        name = node.child_by_field_name("name") if node.type == "aliased_import" else node
        alias = node.child_by_field_name("alias")
        if name is not None:
            text = context.text(name)
            yield prefix + text, text if alias is None else context.text(alias)


# ---------------------------------------------------------------- writing


def with_module(name: str, context: FixContext) -> Edit:
    """Return the edit that writes `import name` for a module of the standard library."""
    block = _first_block(context)
    if not block:
        return _before_the_code(f"import {name}\n", context)
    if not any(_root_of(each, context) in sys.stdlib_module_names for each in block):
        return _before(block[0], f"import {name}\n\n", context)
    plain = [each for each in block if each.type == "import_statement"]
    plain = [each for each in plain if _root_of(each, context) in sys.stdlib_module_names]
    later = next((each for each in plain if _root_of(each, context) > name), None)
    if later is None and plain:
        return inserted(context.line_end(plain[-1]), f"\nimport {name}")
    return _before(later or block[0], f"import {name}\n", context)


def with_name_of_sdk(module: str, name: str, alias: str, context: FixContext) -> Edit | None:
    """Return the edit that imports `name` from a module of the SDK under the name `alias`.

    It joins an import from that module; else it stands behind the last import of the SDK. `None`
    where the file imports nothing of that service at its top level: its package may be missing.
    """
    written = name if alias == name else f"{name} as {alias}"
    imports = [each for each in module_imports(context) if _root_of(each, context) == _SDK]
    same = [each for each in imports if _names_module(each, module, context)]
    joined = _joined(same[-1], written, context) if same else None
    if joined is not None:
        return joined
    if not any(_service_of(each, context) == module.split(".")[1] for each in imports):
        return None
    return inserted(context.line_end(imports[-1]), f"\nfrom {module} import {written}")


def with_name_of_common(module: str, name: str, context: FixContext) -> Edit | None:
    """Return the edit that imports a name from `tencentcloud.common` beside the SDK's imports.

    `None` where the file imports nothing of the SDK at its top level.
    """
    imports = [each for each in module_imports(context) if _root_of(each, context) == _SDK]
    if not imports:
        return None
    line = f"from {module} import {name}"
    common = [each for each in imports if _service_of(each, context) == "common"]
    if not common:
        return _before(imports[0], f"{line}\n", context)
    return inserted(context.line_end(common[-1]), f"\n{line}")


def _service_of(statement: Node, context: FixContext) -> str:
    """Return the package of the SDK that a statement imports from: `cvm`, `common`."""
    dotted = next((dotted for dotted, _ in _bound_by(statement, context)), "")
    return dotted.split(".")[1] if "." in dotted else ""


def _names_module(statement: Node, module: str, context: FixContext) -> bool:
    found = statement.child_by_field_name("module_name")
    return found is not None and context.text(found) == module


def _joined(statement: Node, written: str, context: FixContext) -> Edit | None:
    """Write a name into `from module import …`, before the first that it sorts before."""
    names = statement.children_by_field_name("name")
    if not names:
        return None
    later = next((each for each in names if context.text(each) > written), None)
    if later is not None:
        return inserted(later.start_byte, written + "," + _gap(later, context))
    return inserted(names[-1].end_byte, "," + _gap(names[-1], context) + written)


def _gap(name: Node, context: FixContext) -> str:
    """Return what stands between two names: a blank, or a new line where each has its own."""
    before = context.source.utf8[: name.start_byte].decode()
    blanks = re.search(r"(?:\r\n|\n|\r)([ \t]*)\Z", before)
    return " " if blanks is None else f"\n{blanks[1]}"


def _first_block(context: FixContext) -> list[Node]:
    """Return the first imports that no blank line or other code parts."""
    block: list[Node] = []
    for each in module_imports(context):
        if block and each.start_point.row > block[-1].end_point.row + 1:
            break
        block.append(each)
    return block


def _root_of(statement: Node, context: FixContext) -> str:
    return next((dotted.partition(".")[0] for dotted, _ in _bound_by(statement, context)), "")


def _before(statement: Node, text: str, context: FixContext) -> Edit:
    row = context.source.row_of(statement.start_byte)
    return inserted(context.source.line_start(row), text)


def _before_the_code(text: str, context: FixContext) -> Edit:
    """Insert before the first statement that is neither the docstring nor of `__future__`."""
    for statement in statements_of(context.root):
        first = statement.named_children[0] if statement.named_children else None
        is_docstring = first is not None and first.type == "string"
        if is_docstring or statement.type == "future_import_statement":
            continue
        return _before(statement, f"{text}\n\n", context)
    return inserted(0, text)
