"""Prints, as JSON, what is wrong with the wheels of a package: an empty list if all is well.

Usage: check_wheels.py FOLDER, that of `bundle.json`. Needs `packaging`.

For every Python the requirements of our own wheel are followed, by the markers of that Python and
platform: each must be met by one wheel, whose version fits and which that Python there accepts.
"""

import json
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

from packaging.requirements import Requirement
from packaging.tags import compatible_tags, cpython_tags, mac_platforms
from packaging.utils import canonicalize_name, parse_wheel_filename

# The oldest system that VS Code runs on, in the words of wheels.
GLIBC = [f"manylinux_2_{minor}" for minor in range(28, 4, -1)]
GLIBC += ["manylinux2014", "manylinux2010", "manylinux1"]
PLATFORMS = {
    "linux-x64": [f"{name}_x86_64" for name in GLIBC],
    "linux-arm64": [f"{name}_aarch64" for name in GLIBC],
    "alpine-x64": ["musllinux_1_2_x86_64", "musllinux_1_1_x86_64"],
    "darwin-x64": list(mac_platforms((11, 0), "x86_64")),
    "darwin-arm64": list(mac_platforms((11, 0), "arm64")),
    "win32-x64": ["win_amd64"],
}
SYSTEMS = {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}


def main():
    """Check the wheels of the folder that the command line names."""
    folder = Path(sys.argv[1])
    bundle = json.loads((folder / "bundle.json").read_text())
    faults = []
    for version, names in bundle["dependencies"].items():
        found = faults_of(folder, bundle, version, names)
        faults.extend(f"Python {version}: {fault}" for fault in found)
    listed = {bundle["own"]}.union(*bundle["dependencies"].values())
    carried = {wheel.name for wheel in folder.glob("*.whl")}
    faults += [f"{name} belongs to no Python" for name in sorted(carried - listed)]
    print(json.dumps(faults))


def faults_of(folder, bundle, version, names):
    """Say what is wrong with the wheels for one Python."""
    by_name = {}
    for name in names:
        by_name.setdefault(parse_wheel_filename(name)[0], []).append(name)
    environment = markers(bundle["platform"], version)
    tags = accepted_tags(bundle["platform"], version)
    reached = {canonicalize_name("tclsp")}
    to_follow = requirements(folder / bundle["own"], environment)
    while to_follow:
        requirement = to_follow.pop()
        name = canonicalize_name(requirement.name)
        wheels = by_name.get(name, [])
        if len(wheels) != 1:
            yield f"{len(wheels)} wheels for {requirement}"
            continue
        _, found, _, wheel_tags = parse_wheel_filename(wheels[0])
        if not requirement.specifier.contains(found):
            yield f"{wheels[0]} does not meet {requirement}"
        if tags.isdisjoint(wheel_tags):
            yield f"{wheels[0]} is for another Python or platform"
        if name not in reached:
            reached.add(name)
            to_follow += requirements(folder / wheels[0], environment)
    for name in sorted(by_name.keys() - reached):
        yield f"nothing requires {by_name[name]}"


def requirements(wheel, environment):
    """List what a wheel requires in that environment."""
    with zipfile.ZipFile(wheel) as archive:
        [name] = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        metadata = Parser().parsestr(archive.read(name).decode())
    wanted = [Requirement(text) for text in metadata.get_all("Requires-Dist", [])]
    return [each for each in wanted if each.marker is None or each.marker.evaluate(environment)]


def markers(platform, version):
    """Return the markers of a Python on a platform of VS Code."""
    system = platform.partition("-")[0].replace("alpine", "linux")
    arm = "arm64" if system == "darwin" else "aarch64"
    intel = "AMD64" if system == "win32" else "x86_64"
    return {
        "python_version": version,
        "python_full_version": f"{version}.0",
        "implementation_name": "cpython",
        "implementation_version": f"{version}.0",
        "platform_python_implementation": "CPython",
        "sys_platform": system,
        "platform_system": SYSTEMS[system],
        "os_name": "nt" if system == "win32" else "posix",
        "platform_machine": arm if platform.endswith("arm64") else intel,
        "extra": "",
    }


def accepted_tags(platform, version):
    """Return the tags of the wheels that a Python accepts there."""
    python = tuple(map(int, version.split(".")))
    interpreter = "cp" + version.replace(".", "")
    platforms = PLATFORMS[platform]
    own = cpython_tags(python, platforms=platforms)
    return {*own, *compatible_tags(python, interpreter, platforms)}


main()
