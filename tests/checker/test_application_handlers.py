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
