"""Where results lie, beside what was installed for them."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.table import Row, as_json

OUTPUT = Path(__file__).parent.parent / ".benchmarks"


def write_json(name: str, machine: str, rows: Sequence[Row], **more: Mapping[str, object]) -> None:
    """Write the rows, and what else was measured, to `.benchmarks/NAME.json`."""
    result = {"machine": machine, "rows": as_json(rows), **more}
    OUTPUT.mkdir(exist_ok=True)
    text = json.dumps(result, indent=2, ensure_ascii=False)
    (OUTPUT / f"{name}.json").write_text(text + "\n", encoding="utf-8")
