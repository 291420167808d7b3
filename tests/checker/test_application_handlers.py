"""A handler for a whole application counts though its file names nothing of the SDK."""

from pathlib import Path

import pytest

from tclsp.checker.run import Request, run

ROUTE = """\
from flask import Flask
from tencentcloud.cvm.v20170312 import cvm_client, models

app = Flask(__name__)


@app.route("/zones")
def zones():
    return cvm_client.CvmClient(None, "").DescribeZones(models.DescribeZonesRequest())
"""

HANDLERS = {
    "Flask": "def register(app):\n    app.register_error_handler(Exception, tell)\n",
    "status 500": "@app.errorhandler(500)\ndef tell(error):\n    return str(error), 500\n",
    "FastAPI": "def register(app):\n    app.add_exception_handler(Exception, tell)\n",
    "Sanic": "app.error_handler.add(Exception, tell)\n",
    "Django": "class Tell:\n    def process_exception(self, request, error):\n        log(error)\n",
    "REST framework": 'REST_FRAMEWORK = {"EXCEPTION_HANDLER": "site.errors.tell"}\n',
    "a middleware": (
        "@web.middleware\nasync def tell(request, handler):\n    try:\n"
        "        return await handler(request)\n    except Exception as error:\n"
        "        return answer(error)\n"
    ),
}
OTHERS = {
    "for another error": "@app.errorhandler(404)\ndef tell(error):\n    return str(error), 404\n",
    "for the program": "import sys\n\nsys.excepthook = tell\n",
    "a middleware that only measures": (
        "@web.middleware\nasync def tell(request, handler):\n    log(request)\n"
        "    return await handler(request)\n"
    ),
}


def found(folder: Path, handler: str) -> list[str]:
    (folder / ".git").mkdir()
    (folder / "web.py").write_text(ROUTE, encoding="utf-8")
    (folder / "errors.py").write_text(handler, encoding="utf-8")
    outcome = run(Request((str(folder),), select=("TCL101",), cache=False))
    assert outcome.notes.lines() == []
    return [finding.code for report in outcome.reports for finding in report.findings]


@pytest.mark.parametrize("handler", HANDLERS.values(), ids=list(HANDLERS))
def test_it_catches_for_all_routes(tmp_path: Path, handler: str) -> None:
    assert found(tmp_path, handler) == []


@pytest.mark.parametrize("handler", OTHERS.values(), ids=list(OTHERS))
def test_others_do_not(tmp_path: Path, handler: str) -> None:
    assert found(tmp_path, handler) == ["TCL101"]


PYTHON_2 = """\
def error_handler(task):
    try:
        task()
    except ValueError, error:
        raise
"""


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_nothing_is_said_of_a_file_that_only_might_register_one(
    tmp_path: Path, encoding: str
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "web.py").write_text(ROUTE, encoding="utf-8")
    (tmp_path / "frontend.py").write_text(f"# Über\n{PYTHON_2}", encoding=encoding)
    outcome = run(Request((str(tmp_path),), select=("TCL002",), cache=False))
    assert [finding for report in outcome.reports for finding in report.findings] == []


def test_of_a_file_that_names_the_api_it_is(tmp_path: Path) -> None:
    (tmp_path / "web.py").write_text(f"import tencentcloud\n\n\n{PYTHON_2}", encoding="utf-8")
    outcome = run(Request((str(tmp_path),), select=("TCL002",), cache=False))
    assert [one.code for report in outcome.reports for one in report.findings] == ["TCL002"]
