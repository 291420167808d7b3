"""Whether the code around a branch for a raw answer's `Error` records the answer."""

from collections.abc import Iterator

from attrs import define

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.carrying import RECORDING, Held, Part
from tclsp.analysis.clients import Inference, RawAnswer
from tclsp.analysis.handlers import FoundHandler
from tclsp.analysis.module import Unit
from tclsp.analysis.paths import Paths


@define(eq=False)
class AnswerRecords:
    """Looks before and behind the branches for `Error`."""

    paths: Paths
    inference: Inference

    def before(self, found: FoundHandler) -> bool:
        """Tell whether the whole answer is logged on the way to the branch."""
        held = {**found.held, **self._sources(found)}
        return any(
            isinstance(node, s.Evaluate)
            and isinstance(node.value, s.Call)
            and self.paths.sinks.logs_whole(node.value, held, found.unit)
            for node in _beside(found.unit.body, found.number, before=True)
        )

    def after(self, found: FoundHandler) -> bool:
        """Tell whether the answer is recorded or handed on where the branch falls out."""
        own = {id(node) for node in walks.statements(found.body)}
        following = _beside(found.unit.body, found.number, before=False)
        return any(
            id(node) not in own and self._records(node, found.held, found.unit)
            for node in walks.statements(tuple(following))
        )

    def _sources(self, found: FoundHandler) -> Held:
        """Return the names of the HTTP responses that the answer is read from."""
        return {
            part.name: Part.OBJECT
            for root in found.held
            for value in found.unit.values.get(root, ())
            for part in walks.walk(value)
            if isinstance(part, s.Name)
            and isinstance(self.inference.kind(part, found.unit), RawAnswer)
        }

    def _records(self, node: s.Statement, held: Held, unit: Unit) -> bool:
        for expression in walks.expressions(node):
            for part in walks.walk(expression):
                if isinstance(part, s.Call):
                    effect = self.paths.sinks.effect(part, held, unit)
                    if effect.kind == "record":
                        return True
        return any(
            self.paths.carrying.parts(value, held, unit) & RECORDING for value in _told_by(node)
        )


def _told_by(node: s.Statement) -> Iterator[s.Expression]:
    """Yield what a statement hands on besides the arguments of its calls."""
    if isinstance(node, (s.Return, s.Evaluate)) and node.value is not None:
        yield node.value
    elif isinstance(node, s.Raise) and node.error is not None:
        yield node.error
    elif isinstance(node, s.Assign) and node.value is not None and not _binds_names(node):
        yield node.value


def _binds_names(node: s.Assign) -> bool:
    return all(isinstance(target, s.Name) for target in node.targets)


def _beside(block: s.Block, number: int, *, before: bool) -> list[s.Statement]:
    """Return what stands before or behind a statement, in its block and the blocks around."""
    for index, first in enumerate(block):
        rest = block[:index] if before else block[index + 1 :]
        for node in walks.with_elifs(first):
            if node.number == number:
                return list(rest)
            for inner in walks.blocks_but_elif(node):
                if any(each.number == number for each in walks.statements(inner)):
                    return [*_beside(inner, number, before=before), *rest]
    return []
