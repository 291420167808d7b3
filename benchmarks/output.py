"""What becomes of the rows that a benchmark measures, and where it lies."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path

from benchmarks.table import Row, as_json, text
from benchmarks.timing import RunFailed

OUTPUT = Path(__file__).parent.parent / ".benchmarks"
"""Results lie beside what was installed for them."""


def publish(name: str, machine: str, rows: Iterable[Row]) -> int:
    """Print the rows as a table and write them to `.benchmarks/NAME.json`.

    Each is told as soon as it is there, for that takes minutes. Returns the code to exit with: 2
    where tclsp itself could not be measured.
    """
    measured: list[Row] = []
    try:
        for row in rows:
            measured.append(row)
            print(f"{row.verdict}: {row.what}", file=sys.stderr)
    except RunFailed as error:
        print(f"tclsp could not be measured: it {error}", file=sys.stderr)
        return 2
    print(f"{machine}\n\n{text(measured)}")
    OUTPUT.mkdir(exist_ok=True)
    result = {"machine": machine, "rows": as_json(measured)}
    written = json.dumps(result, indent=2, ensure_ascii=False)
    (OUTPUT / f"{name}.json").write_text(written + "\n", encoding="utf-8")
    return 0
