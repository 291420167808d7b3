"""Unpacks wheels into a folder, as `pip install --target` would, without pip.

Usage: unpack.py FOLDER WHEEL...

Debian's python3 has neither pip nor ensurepip, so nothing but the standard library is used.
"""

import shutil
import sys
import zipfile
import zlib
from pathlib import Path


def main():
    """Unpack what the command line names; a wheel that is damaged ends this with one sentence."""
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    for wheel in sys.argv[2:]:
        unpack(wheel, target)
    for data in target.glob("*.data"):
        spread(data, target)


def unpack(wheel, target):
    """Unpack one wheel."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(target)
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile) as error:
        sys.exit(f"{wheel}: cannot be unpacked: {error}")


def spread(data, target):
    """Move what belongs beside the packages there; leave out scripts, headers and the like."""
    for name in ("purelib", "platlib"):
        if (data / name).is_dir():
            shutil.copytree(data / name, target, dirs_exist_ok=True)
    shutil.rmtree(data)


main()
