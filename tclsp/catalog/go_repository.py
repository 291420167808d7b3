"""The Go SDK as a git repository: fetching it from a URL, and whether a checkout is finished."""

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tclsp.catalog.failures import CheckoutUnusable
from tclsp.catalog.go_sdk import FILES, Progress

_URL = re.compile(r"(https?|ssh|git|file)://.+|[\w.-]+@[\w.-]+:.+")
_STEP = re.compile(r"(?:Receiving objects|Updating files): +\d+% \((\d+)/(\d+)\)")
_REASON = re.compile(r"^(?:fatal|error): (.+?)[ .]*$", re.MULTILINE)
_PASSWORD = re.compile(r"(?<=://)[^/@\s]*@")
_OF_ANOTHER_REPOSITORY = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY")


def is_url(source: str) -> bool:
    """Whether `source` has the form of a git URL: `https://…`, `ssh://…`, `git@host:path`."""
    return _URL.fullmatch(source) is not None


def without_password(url: str) -> str:
    """Return a URL as it may be shown."""
    return _PASSWORD.sub("", url)


def clone(url: str, folder: Path, progress: Progress) -> None:
    """Check the files of `go_sdk.FILES` out into `folder`, a new one; raise CheckoutUnusable.

    Only the newest commit is fetched, and of its files only these where the server allows that:
    some 4 MB instead of 12.
    """
    options = ["--depth", "1", "--filter=blob:none", "--no-checkout", "--progress"]
    _git(url, ["clone", *options, "--", url, str(folder)], progress)
    # As `git sparse-checkout` does it, which older versions of git lack.
    information = folder / ".git" / "info"
    information.mkdir(exist_ok=True)
    (information / "sparse-checkout").write_text("".join(f"/{path}\n" for path in FILES))
    within = ["-C", str(folder), "-c", "core.sparseCheckout=true"]
    _git(url, [*within, "checkout", "--progress"], progress)


def check_finished(folder: Path, name: str) -> None:
    """Raise CheckoutUnusable where git has not finished, or not restored, the checkout `folder`.

    Where git is missing, or the folder is no work tree of its own, nothing is known.
    """
    own = folder / ".git"
    if not own.exists():
        return
    if (own / "index.lock").exists():
        raise CheckoutUnusable(
            f"git has not finished the checkout {name}: {own / 'index.lock'} is there"
        )
    lost = _lost_files(folder)
    if lost:
        more = f" and {len(lost) - 1} more" if len(lost) > 1 else ""
        raise CheckoutUnusable(
            f"the checkout {name} is not whole: {lost[0]}{more} "
            f"{'are' if more else 'is'} missing; restore with `git checkout -- tencentcloud`"
        )


def _lost_files(folder: Path) -> list[str]:
    """Return the clients that should be in a work tree and are not."""
    # No monitor: a setting of the checkout would name a program to run.
    command = ["git", "-C", str(folder), "-c", "core.fsmonitor=false", "ls-files", "--deleted"]
    try:
        done = subprocess.run(  # noqa: S603 - our own words and a folder behind -C
            [*command, "--", FILES[0]], capture_output=True, check=False, env=_environment()
        )
    except OSError:
        return []
    return done.stdout.decode("utf-8", "replace").splitlines() if done.returncode == 0 else []


def _git(url: str, arguments: list[str], progress: Progress) -> None:
    try:
        process = subprocess.Popen(  # noqa: S603 - the URL stands behind `--`
            ["git", *arguments],  # noqa: S607 - the user's own git
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            env=_environment(),
        )
    except FileNotFoundError as error:
        raise CheckoutUnusable(
            "git is not installed, so nothing can be fetched; give the folder of a checkout"
        ) from error
    except OSError as error:
        raise CheckoutUnusable(f"git cannot be run: {error.strerror or error}") from error
    said = _follow(process, progress)
    if process.returncode != 0:
        reasons = _REASON.findall(without_password(said))
        reason = reasons[-1] if reasons else f"git ended with {process.returncode}"
        raise CheckoutUnusable(f"cannot fetch {without_password(url)}: {reason}")


def _follow(process: "subprocess.Popen[str]", progress: Progress) -> str:
    """Wait for git and return what it said; tell `progress` what it says of its own."""
    said = ""
    with process:
        try:
            # In text mode the carriage returns that git ends its steps with are ends of lines.
            for line in process.stderr or ():
                step = _STEP.search(line)
                if step:
                    progress(int(step[1]), int(step[2]))
                else:
                    said += line
        except KeyboardInterrupt:
            # It must not write on into a folder that is being removed.
            process.terminate()
            raise
    return said


def _environment() -> Mapping[str, str]:
    # A git hook names its own repository in the environment; and a question for a password
    # would hide behind the progress.
    kept = {name: text for name, text in os.environ.items() if name not in _OF_ANOTHER_REPOSITORY}
    return {**kept, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
