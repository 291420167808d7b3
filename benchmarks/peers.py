"""The tools that tclsp is compared with: installed on demand, each in an environment of its own.

They stay in `.benchmarks/peers` until their pinned version changes.
"""

import subprocess
import sys
from pathlib import Path

from attrs import frozen

from benchmarks.timing import RunFailed

PINNED = {
    "ruff": "0.17.6",
    "fixit": "2.2.1",
    "pylint": "4.1.4",
    "flake8": "7.5.0",
    "semgrep": "1.182.0",
}
"""The versions of checkers."""

SERVERS = {"jedi-language-server": "0.47.0"}
"""The same of language servers."""

_VERSIONS = PINNED | SERVERS
_SEMGREP_RULES = Path(__file__).parent / "semgrep_rules.yml"
_PYLINT_FINDINGS = tuple(code for code in range(32) if not code & 1)
"""Its exit codes are masks of bits; 1 stands for a fatal error, 32 for wrong options."""


@frozen
class Peer:
    """An installed tool."""

    name: str
    program: Path

    def version(self) -> str:
        """Return its name with its version."""
        return f"{self.name} {_VERSIONS[self.name]}"


def install(name: str, folder: Path) -> Peer:
    """Return a peer, installed below `folder`. Raises RunFailed where that cannot be done."""
    home = folder / f"{name}-{_VERSIONS[name]}"
    peer = Peer(name, home / "bin" / name)
    stamp = home / ".installed"
    if stamp.exists():
        return peer
    print(f"installing {peer.version()} into {home}", file=sys.stderr)
    _call(name, [sys.executable, "-m", "venv", "--clear", str(home)])
    _call(
        name,
        [
            str(home / "bin" / "python"),
            *("-m", "pip", "--disable-pip-version-check", "install", "--quiet"),
            f"{name}=={_VERSIONS[name]}",
        ],
    )
    stamp.touch()
    return peer


def installed(name: str, folder: Path) -> Peer | RunFailed:
    """Return a peer, installed below `folder`, or why it could not be."""
    try:
        return install(name, folder)
    except RunFailed as error:
        return error


def _call(name: str, command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        raise RunFailed(
            f"{name} cannot be installed: {errors[-1] if errors else done.stderr[-200:]}"
        )


def command(peer: Peer, tree: Path) -> tuple[list[str | Path], tuple[int, ...]]:
    """Return how a peer checks a tree in as many processes as it likes, and its good exit codes."""
    program = peer.program
    match peer.name:
        case "ruff":
            return ruff(peer, tree, "--no-cache"), (0,)
        case "fixit":
            return [program, "lint", tree], (0, 1)
        case "pylint":
            choice = ["--disable=all", "--enable=E,W", "--rcfile=/dev/null", "--persistent=n"]
            return [program, *choice, "-j", "0", "--recursive=y", tree], _PYLINT_FINDINGS
        case "flake8":
            return [program, "--isolated", "-j", "auto", tree], (0, 1)
        case "semgrep":
            quiet = ["--metrics=off", "--disable-version-check", "--quiet"]
            return [program, "scan", "--config", _SEMGREP_RULES, *quiet, tree], (0,)
    raise LookupError(f"no such peer: {peer.name}")


def ruff(peer: Peer, tree: Path, *cache: str) -> list[str | Path]:
    """Return how ruff checks a tree; `cache` says how it uses its cache."""
    rules = ["--isolated", "--select", "F63", "--output-format", "concise", "--exit-zero"]
    return [peer.program, "check", *rules, *cache, tree]
