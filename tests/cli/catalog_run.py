"""Runs the catalogue's commands: in this process, or as a user does."""

import argparse
import os
import subprocess
import sys
from collections.abc import Mapping
from types import ModuleType


def run_command(module: ModuleType, *words: str) -> int:
    parser = argparse.ArgumentParser()
    module.configure(parser)
    code: int = module.run(parser.parse_args(words))
    return code


def run_process(
    *words: str, data: bytes = b"", environment: Mapping[str, str] | None = None
) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [sys.executable, "-m", "tclsp", *words],
        input=data,
        capture_output=True,
        check=False,
        env={**os.environ, **(environment or {})},
    )
