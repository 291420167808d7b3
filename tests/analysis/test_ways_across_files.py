"""The way from an entry point to an API call leads through files."""

import textwrap

from tclsp.analysis.calls import Calls
from tclsp.analysis.clients import Inference
from tclsp.analysis.escapes import Escapes
from tclsp.analysis.lowered import lower_file
from tclsp.analysis.names import Names
from tclsp.analysis.options import AnalysisOptions
from tclsp.analysis.project import Project
from tclsp.analysis.unhandled import UnhandledCalls
from tclsp.source.outline import outline
from tclsp.source.text import SourceText
from tclsp.source.ties import Ties
from tests.analysis.projects import assert_project
from tests.analysis.test_across_files import CLIENTS
from tests.rules.examples import PRELUDE, catalog

LIBRARY = """
    from app.clients import make

    def zones(request):
        return «make().DescribeZones(request)»
"""
QUIET = LIBRARY.replace("«", "").replace("»", "")


def project(**files: str) -> dict[str, str]:
    """Return a project with the clients and these files of its package `app`."""
    return {
        "app/__init__.py": "",
        "app/clients.py": CLIENTS,
        **{f"app/{name}.py": code for name, code in files.items()},
    }


def test_a_script_in_another_file() -> None:
    main = """
        from app.library import zones

        def main():
            print(zones(ask()))

        main()
    """
    assert_project(project(library=LIBRARY, main=main), "TCL101")


def test_a_caller_in_another_file_that_handles() -> None:
    main = """
        from app import library

        try:
            print(library.zones(ask()))
        except Exception as error:
            print(error)
    """
    assert_project(project(library=QUIET, main=main), "TCL101")


def test_another_name_for_the_function() -> None:
    main = """
        from app.library import zones as all_zones

        print(all_zones(ask()))
    """
    assert_project(project(library=LIBRARY, main=main), "TCL101")


def test_objects_and_base_classes() -> None:
    base = """
        from app.clients import make

        class Base:
            def __init__(self):
                self.client = make()
                self.regions = «self.client.DescribeRegions(request)»

            def zones(self):
                return «self.client.DescribeZones(request)»
    """
    main = """
        from app.base import Base

        class Cloud(Base):
            def zones(self):
                return super().zones()

        def main(cloud: Cloud):
            cloud.zones()

        main(Cloud())
    """
    assert_project(project(base=base, main=main), "TCL101")


def test_a_route_registered_in_another_file() -> None:
    urls = """
        from django.urls import path
        from app import library

        urlpatterns = [path("zones/", library.zones)]
    """
    assert_project(project(library=LIBRARY, urls=urls), "TCL101")


def test_a_handler_of_the_application_in_another_file() -> None:
    web = """
        from app.library import zones

        @app.route("/zones")
        def show():
            return zones(ask())
    """
    errors = """
        def register(app):
            @app.errorhandler(Exception)
            def tell(error):
                return str(error), 500
    """
    assert_project(project(library=QUIET, web=web, errors=errors), "TCL101")
    assert_project(project(library=LIBRARY, web=web), "TCL101")


def test_a_handler_for_routes_does_not_catch_for_scripts() -> None:
    main = """
        from app.library import zones

        @app.errorhandler(Exception)
        def tell(error):
            return str(error), 500

        zones(ask())
    """
    assert_project(project(library=LIBRARY, main=main), "TCL101")


def test_decorators_and_context_managers_of_another_file() -> None:
    guards = """
        import contextlib
        import functools

        def tell(function):
            @functools.wraps(function)
            def wrapper(*args):
                try:
                    return function(*args)
                except Exception as error:
                    print(error)
            return wrapper

        @contextlib.contextmanager
        def telling():
            try:
                yield
            except Exception as error:
                print(error)

        class Timed:
            def __exit__(self, *args):
                print(args)
    """
    main = """
        from app.clients import make
        from app.guards import Timed, tell, telling

        @tell
        def zones():
            make().DescribeZones(request)

        zones()
        with telling():
            make().DescribeRegions(request)
        with Timed():
            «make().DescribeImages(request)»
    """
    assert_project(project(guards=guards, main=main), "TCL101")


def test_tests_are_no_entry_points() -> None:
    test = """
        from app.library import zones

        zones(ask())
    """
    files = {**project(library=QUIET), "tests/test_library.py": test}
    assert_project(files, "TCL101")


def test_functions_that_call_each_other_across_files() -> None:
    even = """
        from app import odd
        from app.clients import make

        def step(count):
            «make().DescribeZones(request)»
            odd.step(count - 1)
    """
    odd = """
        from app import even

        def step(count):
            even.step(count - 1)

        step(9)
    """
    assert_project(project(even=even, odd=odd), "TCL101")


def test_long_ways_and_long_chains_need_no_recursion() -> None:
    branches = "".join(f"elif kind == {n}:\n    pass\n" for n in range(3000))
    calls = "".join(f"def f{n}():\n    f{n + 1}()\n" for n in range(3000))
    last = "def f3000():\n    client.DescribeZones(request)\n\nf0()\n"
    source = SourceText.of(f"{PRELUDE}if kind:\n    pass\n{branches}{calls}{last}")
    options = AnalysisOptions()
    module = lower_file(source, outline(source), options).module("long.py")
    project = Project((module,))
    escapes = Escapes(Calls(Inference(Names(project, options)), catalog()))
    [found] = UnhandledCalls(project, escapes).of_module(module)
    assert found.way == (*(f"f{n}" for n in range(3001)), "client.DescribeZones")


def test_the_order_of_the_files_does_not_matter() -> None:
    first = "from app.library import zones\n\ndef first():\n    zones(1)\n\nfirst()\n"
    second = "from app.library import zones\n\ndef second():\n    zones(2)\n\nsecond()\n"
    files = project(library=QUIET, a=first, b=second)
    assert ways_in(files) == ways_in(dict(reversed(files.items())))
    assert ways_in(files) == [("first", "zones", "make().DescribeZones")]


def ways_in(files: dict[str, str]) -> list[tuple[str, ...]]:
    """Return the ways to all unhandled calls of a project, its files in the given order."""
    options = AnalysisOptions()
    modules = []
    for path, code in files.items():
        source = SourceText.of(textwrap.dedent(code).lstrip("\n"))
        lowered = lower_file(source, outline(source), options, Ties(wanted=None))
        modules.append(lowered.module(path))
    joined = Project(tuple(modules), frozenset({"app"}))
    escapes = Escapes(Calls(Inference(Names(joined, options)), catalog()))
    unhandled = UnhandledCalls(joined, escapes)
    return [found.way for module in modules for found in unhandled.of_module(module)]
