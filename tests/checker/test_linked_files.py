"""Which files of a project are analysed together, and by which names they are tied."""

import textwrap
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from tclsp.checker.linked_files import Links, Tie, find_ties
from tclsp.source import prefilter
from tclsp.source.ties import Ties

CLIENTS = """
    from tencentcloud.cvm.v20170312 import cvm_client

    def make():
        return cvm_client.CvmClient(None, "ap-guangzhou")

    def unrelated():
        return 1
"""


def links(files: dict[str, str], triggers: tuple[bytes, ...] = ()) -> dict[str, Ties]:
    """Return the linked files with their ties."""
    contents = {path: textwrap.dedent(code).encode() for path, code in files.items()}
    mattering = [path for path, data in contents.items() if prefilter.matters(data, triggers)]
    return Links(find_ties(contents.items(), contents), contents.get, triggers).find(mattering)


def linked(files: dict[str, str], triggers: tuple[bytes, ...] = ()) -> list[str]:
    return list(links(files, triggers))


class TestTies:
    """A tie is a name that a file takes from another one of the project."""

    def ties(self, code: str, *paths: str, near: str = "use.py") -> tuple[Tie, ...]:
        return find_ties([(near, code.encode())], [near, *paths])[near]

    def test_names_and_modules(self) -> None:
        assert self.ties("from a import b as c", "a.py") == (Tie("a.py", "b", "c"),)
        assert self.ties("import a", "a.py") == (Tie("a.py", None, "a"),)
        assert self.ties("import a.b", "a/b.py") == (Tie("a/b.py", None, "a"),)
        assert self.ties("from a import *", "a.py") == (Tie("a.py", "*", "*"),)

    def test_a_name_of_a_package_may_be_a_module(self) -> None:
        paths = ("a/__init__.py", "a/b.py")
        found = self.ties("from a import b", *paths)
        assert found == (Tie("a/__init__.py", "b", "b"), Tie("a/b.py", None, "b"))
        assert self.ties("from . import b", "b.py") == (Tie("b.py", None, "b"),)

    def test_what_is_not_of_the_project_ties_nothing(self) -> None:
        assert self.ties("import os\nfrom tencentcloud.common import credential", "a.py") == ()

    def test_no_file_is_tied_to_itself(self) -> None:
        assert self.ties("from use import a\nimport use\nfrom . import use", "b.py") == ()


class TestLinked:
    """Files with names that matter are linked, along the imports that bring them."""

    def test_client_call_guard_and_start(self) -> None:
        files = {
            "clients.py": CLIENTS,
            "servers.py": """
                from clients import make

                def sync():
                    return make().DescribeInstances(None)
            """,
            "jobs.py": """
                from servers import sync

                def job():
                    try:
                        sync()
                    except Exception:
                        pass
            """,
            "main.py": "import jobs\n\nif __name__ == '__main__':\n    jobs.job()\n",
            "other.py": "def sync():\n    return 1\n",
        }
        found = links(files)
        assert list(found) == ["clients.py", "jobs.py", "main.py", "servers.py"]
        assert found["servers.py"].known == {"make"}
        assert found["jobs.py"].known == {"sync"}
        assert found["main.py"].known == {"jobs"}

    def test_who_uses_another_name_of_the_file_is_not(self) -> None:
        files = {
            "clients.py": CLIENTS,
            "use.py": "from clients import unrelated\n\nunrelated()\n",
            "bring.py": "from clients import make\n",
        }
        assert linked(files) == ["bring.py", "clients.py"]

    def test_re_exports_and_stars(self) -> None:
        files = {
            "app/__init__.py": "from .clients import make as make_client",
            "app/clients.py": CLIENTS,
            "app/every.py": "from .clients import *",
            "star.py": "from app.every import *\n\nclient = make()\n",
            "use.py": "from app import make_client\n\nclient = make_client()\n",
        }
        found = links(files)
        assert list(found) == sorted(files)
        assert found["use.py"].known == {"make_client"}
        assert "make" in found["star.py"].known

    def test_a_cycle_ends(self) -> None:
        files = {
            "a.py": "from b import g\n" + textwrap.dedent(CLIENTS),
            "b.py": "from a import make\n\ndef g():\n    return make()\n",
        }
        assert linked(files) == ["a.py", "b.py"]

    def test_conditional_and_late_imports(self) -> None:
        files = {
            "clients.py": CLIENTS,
            "late.py": "def f():\n    from clients import make\n    return make()\n",
            "maybe.py": "try:\n    from clients import make\nexcept Exception:\n    make = None\n",
        }
        assert linked(files) == sorted(files)

    def test_a_variable_that_a_function_fills(self) -> None:
        files = {
            "state.py": """
                from tencentcloud.cvm.v20170312 import cvm_client

                client = None

                def start():
                    global client
                    client = cvm_client.CvmClient(None, "ap-guangzhou")
            """,
            "use.py": "import state\n\ndef f():\n    state.client.DescribeInstances(None)\n",
        }
        assert linked(files) == ["state.py", "use.py"]

    def test_a_registry_does_not_bring_all_that_it_lists(self) -> None:
        plugins = [f"plugin{number}" for number in range(20)]
        files = {
            f"{name}.py": f"def run():\n    return '{name}'\n\ndef helper():\n    return run()\n"
            for name in plugins
        }
        files["clients.py"] = CLIENTS
        files["cloud.py"] = "from clients import make\n\ndef run():\n    return make()\n"
        names = [*plugins, "cloud"]
        lines = [f"from {name} import run as run_{name}" for name in names]
        lines += [f"def start_{name}():\n    return run_{name}()" for name in names]
        files["registry.py"] = "\n".join(lines)
        assert linked(files) == ["clients.py", "cloud.py", "registry.py"]

    def test_a_word_of_the_settings_links_like_the_name_of_the_sdk(self) -> None:
        files = {
            "wrapper.py": "class OurCloud:\n    pass\n",
            "use.py": "from wrapper import OurCloud\n\ncloud = OurCloud()\n",
        }
        assert linked(files) == []
        assert linked(files, (b"ourcloud",)) == ["use.py", "wrapper.py"]


class TestBelow:
    """So are files that define what such code uses."""

    def test_what_decides_what_becomes_of_an_error(self) -> None:
        files = {
            "clients.py": CLIENTS,
            "errors.py": "class AppError(Exception):\n    pass\n\nclass Unused:\n    pass\n",
            "guards.py": "def guarded(function):\n    return function\n",
            "texts.py": "def shown(found):\n    return str(found)\n",
            "use.py": """
                from clients import make
                from errors import AppError
                from guards import guarded
                from texts import shown

                @guarded
                def sync():
                    try:
                        return shown(make().DescribeInstances(None))
                    except Exception:
                        raise AppError("no")
            """,
        }
        found = links(files)
        assert list(found) == ["clients.py", "errors.py", "guards.py", "use.py"]
        assert found["errors.py"] == Ties(wanted=frozenset({"AppError"}))

    def test_all_that_code_uses_which_names_the_sdk(self) -> None:
        files = {
            "codes.py": "GONE = ('ResourceNotFound',)\n",
            "settings.py": "from codes import GONE\nREGION = 'ap-guangzhou'\n",
            "use.py": """
                from tencentcloud.common.exception import TencentCloudSDKException
                import settings

                def gone(client):
                    try:
                        client.DescribeInstances(None)
                    except TencentCloudSDKException as error:
                        return error.code in settings.GONE
            """,
        }
        found = links(files)
        assert list(found) == ["codes.py", "settings.py", "use.py"]
        assert found["codes.py"].wanted == frozenset({"GONE"})
        assert found["settings.py"].wanted == frozenset({"GONE"})

    def test_a_file_that_vanished_meanwhile_has_no_names(self) -> None:
        data = b"from tencentcloud import x\nfrom b import c\n\nc(x)\n"
        ties = find_ties([("a.py", data), ("b.py", b"c = 1")], ["a.py", "b.py"])
        found = Links(ties, {"a.py": data}.get).find(["a.py"])
        assert "a.py" in found


# ----------------------------------------------------------------- order

parts = st.sampled_from(
    [
        "import tencentcloud\n",
        "from a import *\n",
        "from b import f\nf()\n",
        "import c\nc.f()\n",
        "def f():\n    return tencentcloud.x\n",
        "@g\ndef h():\n    return f()\n",
        "from d import g, h as f\n",
        "def g(x):\n    raise h(x)\n",
    ]
)
file_sets = st.dictionaries(st.sampled_from("abcdef"), st.lists(parts, max_size=4).map("".join))


@given(file_sets, st.randoms(use_true_random=False))
def test_the_order_of_files_does_not_matter(files: dict[str, str], random: Random) -> None:
    named = {f"{name}.py": code for name, code in files.items()}
    shuffled = list(named.items())
    random.shuffle(shuffled)
    assert list(links(dict(shuffled)).items()) == list(links(named).items())


@given(file_sets)
def test_every_file_that_matters_is_linked_and_known_names_are_bound(files: dict[str, str]) -> None:
    named = {f"{name}.py": code for name, code in files.items()}
    found = links(named)
    assert {path for path, code in named.items() if "tencentcloud" in code} <= set(found)
    ties = find_ties([(path, code.encode()) for path, code in named.items()], named)
    for path, own in found.items():
        stars = any(tie.name == "*" for tie in ties[path])
        assert stars or own.known <= {tie.bound for tie in ties[path]}
