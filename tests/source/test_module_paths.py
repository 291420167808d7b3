"""Which file an import means, judged by the paths of the files of a project."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tclsp.source.module_paths import ModulePaths, absolute_name, dotted_name, packages_of


def found(dotted: str, near: str, paths: list[str]) -> str | None:
    """Return the path that an import in the file `near` means."""
    return ModulePaths(paths, packages_of(paths)).find(absolute_name(dotted, near), near)


@pytest.mark.parametrize(
    ("path", "dotted"),
    [
        ("a.py", "a"),
        ("a/b.py", "a.b"),
        ("a/b.pyi", "a.b"),
        ("a/__init__.py", "a"),
        ("__init__.py", ""),
        ("包/客户端.py", "包.客户端"),
    ],
)
def test_the_dotted_name_of_a_file(path: str, dotted: str) -> None:
    assert dotted_name(path) == dotted


@pytest.mark.parametrize(
    ("written", "path", "absolute"),
    [
        ("a.b", "x/y.py", "a.b"),
        (".", "x/y.py", "x"),
        (".a", "x/y.py", "x.a"),
        (".a", "x/__init__.py", "x.a"),
        ("..a", "x/y/z.py", "x.a"),
        ("..", "x/y/z.py", "x"),
        (".", "y.py", ""),
        (".a", "y.py", "a"),
        # Beyond the root of the project there is nothing: the import would fail.
        ("..a", "y.py", "a"),
        ("....a", "x/y/z/w.py", "a"),
        ("......a", "x/y/z/w.py", "a"),
    ],
)
def test_leading_dots_count_from_the_folder_of_the_file(
    written: str, path: str, absolute: str
) -> None:
    assert absolute_name(written, path) == absolute


def test_packages_are_folders_with_an_init_file_but_never_the_root() -> None:
    paths = ["__init__.py", "a/__init__.py", "a/b/__init__.pyi", "c/d.py", "e__init__.py"]
    assert packages_of(paths) == {"a", "a/b"}


class TestRoots:
    """Imports count from folders around the file and from the usual roots."""

    def test_from_the_root_of_the_project(self) -> None:
        assert found("app.clients", "tool.py", ["app/clients.py"]) == "app/clients.py"

    def test_from_the_folder_of_a_script(self) -> None:
        paths = ["scripts/helper.py", "scripts/sync.py"]
        assert found("helper", "scripts/sync.py", paths) == "scripts/helper.py"

    def test_from_any_folder_around_it(self) -> None:
        paths = ["services/billing/app/clients.py"]
        near = "services/billing/app/jobs/daily.py"
        assert found("app.clients", near, paths) == "services/billing/app/clients.py"

    @pytest.mark.parametrize("root", ["src", "lib", "python"])
    def test_from_a_usual_root(self, root: str) -> None:
        paths = [f"{root}/app/__init__.py", f"{root}/app/clients.py"]
        assert found("app.clients", "tests/test_app.py", paths) == f"{root}/app/clients.py"
        assert found("app", "tests/test_app.py", paths) == f"{root}/app/__init__.py"

    def test_not_from_a_folder_elsewhere(self) -> None:
        assert found("clients", "app/use.py", ["vendor/clients.py"]) is None

    def test_not_from_inside_a_package(self) -> None:
        paths = ["app/__init__.py", "app/json.py", "app/use.py"]
        assert found("json", "app/use.py", paths) is None
        assert found(".json", "app/use.py", paths) == "app/json.py"

    def test_a_package_without_init_file_is_one_too(self) -> None:
        paths = ["space/a/clients.py", "space/b/use.py"]
        assert found("space.a.clients", "space/b/use.py", paths) == "space/a/clients.py"


class TestSeveral:
    """Of several files of the name, the nearest counts, in whatever order they are listed."""

    PATHS = ("one/app/clients.py", "two/app/clients.py", "app/clients.py", "src/app/clients.py")

    @given(st.permutations(PATHS))
    def test_the_one_that_shares_most_folders(self, paths: list[str]) -> None:
        assert found("app.clients", "two/use.py", paths) == "two/app/clients.py"
        assert found("app.clients", "three/use.py", paths) == "app/clients.py"

    def test_code_goes_before_its_stub(self) -> None:
        assert found("a", "b.py", ["a.pyi", "a.py"]) == "a.py"

    def test_a_stub_alone_is_found(self) -> None:
        assert found("a", "b.py", ["a.pyi"]) == "a.pyi"


segments = st.sampled_from(["a", "b", "src", "__init__"])
paths = st.lists(segments, min_size=1, max_size=4).map(lambda parts: "/".join(parts) + ".py")


@given(st.lists(paths, unique=True), st.lists(segments, max_size=4).map(".".join), paths)
def test_order_does_not_matter(listed: list[str], dotted: str, near: str) -> None:
    assert found(dotted, near, listed) == found(dotted, near, listed[::-1])


@given(st.lists(paths, unique=True, min_size=1), st.data())
def test_a_module_finds_its_neighbours_by_relative_imports(
    listed: list[str], data: st.DataObject
) -> None:
    near = data.draw(st.sampled_from(listed))
    folder, _, name = near.rpartition("/")
    if name == "__init__.py":
        return
    target = found(f".{name.removesuffix('.py')}", f"{folder}/other.py".lstrip("/"), listed)
    package = f"{near.removesuffix('.py')}/__init__.py"
    assert target in (near, package)
