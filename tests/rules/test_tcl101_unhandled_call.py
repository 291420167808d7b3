"""TCL101 unhandled-call: what it reports and what it leaves alone."""

import pytest

from tclsp.catalog.action_lists import ActionLists, ListedAction
from tests.rules.examples import assert_invalid, assert_valid, findings, whole

VALID = {
    "a library's function that nothing calls": """
        def zones(request):
            return client.DescribeZones(request).ZoneSet
    """,
    "a guard that only passes": """
        def zones(request):
            return client.DescribeZones(request).ZoneSet

        if __name__ == "__main__":
            pass
    """,
    "caught at the call": """
        try:
            client.DescribeZones(request)
        except TencentCloudSDKException as error:
            print(error)
    """,
    "caught and raised again": """
        try:
            client.DescribeZones(request)
        except Exception:
            raise
    """,
    "caught by the caller": """
        def zones(request):
            return client.DescribeZones(request).ZoneSet

        def main():
            try:
                print(zones(request))
            except TencentCloudSDKException as error:
                print(error)

        main()
    """,
    "caught around the last call of a long way": """
        def inner():
            client.DescribeZones(request)

        def middle():
            inner()

        try:
            middle()
        except Exception as error:
            print(error)
    """,
    "suppressed": """
        import contextlib
        from tencentcloud.cvm.v20170312 import models

        with contextlib.suppress(Exception):
            client.DescribeZones(models.DescribeZonesRequest())
    """,
    "classes in a constant of another package": """
        from company.errors import RETRYABLE
        from tencentcloud.cvm.v20170312 import models

        try:
            client.DescribeZones(models.DescribeZonesRequest())
        except RETRYABLE as error:
            print(error)
    """,
    "a finally that returns": """
        def zones(request):
            try:
                client.DescribeZones(request)
            finally:
                return None

        zones(request)
    """,
    "a raw call, whose errors are no exceptions": """
        import requests

        print(requests.post("https://cvm.tencentcloudapi.com", json={}).json())
    """,
    "cells of a notebook": """
        # %%
        client.DescribeZones(request)
    """,
    "functions that recurse and that nobody starts": """
        def zones(depth):
            client.DescribeZones(request)
            again(depth)

        def again(depth):
            zones(depth - 1)
    """,
    "a decorator of the file that catches": """
        import functools
        from tencentcloud.cvm.v20170312 import models

        def tell(function):
            @functools.wraps(function)
            def wrapper(*args, **kwargs):
                try:
                    return function(*args, **kwargs)
                except Exception as error:
                    print(error)
            return wrapper

        @tell
        def main():
            client.DescribeZones(models.DescribeZonesRequest())

        main()
    """,
    "a decorator with arguments that catches": """
        from tencentcloud.cvm.v20170312 import models

        def answer(default, on_error):
            def decorate(function):
                async def wrapper(*args, **kwargs):
                    try:
                        return await function(*args, **kwargs)
                    except Exception as error:
                        on_error(error)
                        return default
                return wrapper
            return decorate

        @app.get("/zones")
        @answer([], print)
        async def zones():
            return client.DescribeZones(models.DescribeZonesRequest())
    """,
    "a decorator of another package that may catch": """
        from company.web import handle_errors
        from tencentcloud.cvm.v20170312 import models

        @app.route("/zones")
        @handle_errors
        def zones():
            return client.DescribeZones(models.DescribeZonesRequest())
    """,
    "a retry that answers in the place of the error": """
        from tenacity import retry
        from tencentcloud.cvm.v20170312 import models

        @retry(retry_error_callback=lambda state: None)
        def zones():
            client.DescribeZones(models.DescribeZonesRequest())

        zones()
    """,
    "a context manager that catches at its yield": """
        import contextlib
        from tencentcloud.cvm.v20170312 import models

        @contextlib.contextmanager
        def telling():
            try:
                yield
            except Exception as error:
                print(error)

        with telling():
            client.DescribeZones(models.DescribeZonesRequest())
    """,
    "a context manager whose __exit__ says that all is well": """
        class Telling:
            def __enter__(self):
                return self

            def __exit__(self, kind, error, traceback):
                print(error)
                return True

        with Telling():
            client.DescribeZones(request)
    """,
    "a context manager of another package that may catch": """
        from company.errors import catching
        from tencentcloud.cvm.v20170312 import models

        with catching():
            client.DescribeZones(models.DescribeZonesRequest())
    """,
    "a handler of the application": """
        from flask import Flask
        from tencentcloud.common.exception import TencentCloudSDKException
        from tencentcloud.cvm.v20170312 import models

        app = Flask(__name__)

        @app.errorhandler(TencentCloudSDKException)
        def tell(error):
            return str(error), 502

        @app.route("/zones")
        def zones():
            return client.DescribeZones(models.DescribeZonesRequest())
    """,
    "handlers given to the application": """
        from fastapi import FastAPI
        from tencentcloud.cvm.v20170312 import models

        app = FastAPI(exception_handlers={Exception: tell})

        @app.get("/zones")
        def zones():
            return client.DescribeZones(models.DescribeZonesRequest())
    """,
    "a middleware that catches": """
        from fastapi import FastAPI
        from tencentcloud.cvm.v20170312 import models

        app = FastAPI()

        @app.middleware("http")
        async def tell(request, call_next):
            try:
                return await call_next(request)
            except Exception as error:
                return answer(error)

        @app.get("/zones")
        def zones():
            return client.DescribeZones(models.DescribeZonesRequest())
    """,
    "a hook for what nothing catches": """
        import sys
        from tencentcloud.cvm.v20170312 import models

        def tell(kind, error, traceback):
            print(error)

        sys.excepthook = tell
        client.DescribeZones(models.DescribeZonesRequest())
    """,
    "a task that is repeated": """
        from celery import shared_task
        from tencentcloud.cvm.v20170312 import models

        @shared_task(autoretry_for=(Exception,))
        def zones():
            client.DescribeZones(models.DescribeZonesRequest())
    """,
    "a future whose result nobody takes": """
        def zones():
            client.DescribeZones(request)

        executor.submit(zones)
        executor.submit(client.DescribeZones, request)
    """,
    "a future whose result is taken with care": """
        def zones():
            client.DescribeZones(request)

        future = executor.submit(zones)
        try:
            future.result()
        except Exception as error:
            print(error)
    """,
    "gather hands errors on": """
        import asyncio
        from tencentcloud.cvm.v20170312 import models

        async def zones():
            client.DescribeZones(models.DescribeZonesRequest())

        async def main():
            print(await asyncio.gather(zones(), zones(), return_exceptions=True))

        asyncio.run(main())
    """,
    "coroutines that are awaited with care": """
        import asyncio
        from tencentcloud.cvm.v20170312 import models

        async def zones():
            client.DescribeZones(models.DescribeZonesRequest())

        async def main():
            pending = [zones(), zones()]
            try:
                await asyncio.gather(*pending)
            except Exception as error:
                print(error)

        asyncio.run(main())
    """,
    "a task that is awaited with care": """
        import asyncio
        from tencentcloud.cvm.v20170312 import models

        async def zones():
            client.DescribeZones(models.DescribeZonesRequest())

        async def main():
            task = asyncio.create_task(zones())
            try:
                await task
            except Exception as error:
                print(error)

        asyncio.run(main())
    """,
    "a helper that catches what it runs": """
        def quietly(function, *args):
            try:
                return function(*args)
            except Exception as error:
                print(error)

        def zones():
            client.DescribeZones(request)

        quietly(client.DescribeZones, request)
        quietly(zones)
    """,
    "a function picked from a dict with care": """
        def zones():
            client.DescribeZones(request)

        COMMANDS = {"zones": zones}

        try:
            COMMANDS[ask()]()
        except Exception as error:
            print(error)
    """,
    "a helper of another package": """
        from company.pages import paginate
        from tencentcloud.cvm.v20170312 import models

        print(paginate(client.DescribeZones, models.DescribeZonesRequest()))
    """,
    "a call-back known only by its name": """
        def on_click(event):
            client.DescribeZones(request)

        button.bind(on_click)
    """,
}

INVALID = {
    "at module level": """
        print(«client.DescribeZones(request)»)
    """,
    "below the guard": """
        if __name__ == "__main__":
            «client.DescribeZones(request)»
    """,
    "in what the guard calls": """
        def zones(request):
            return «client.DescribeZones(request)».ZoneSet

        def main():
            print(zones(request))

        if __name__ == "__main__":
            main()
    """,
    "each call of a function": """
        def main():
            «client.DescribeZones(request)»
            «client.DescribeRegions(request)»

        main()
    """,
    "a clause for other errors": """
        try:
            «client.DescribeZones(request)»
        except (ValueError, KeyError):
            pass
    """,
    "in a handler and behind it": """
        try:
            client.DescribeZones(request)
        except TencentCloudSDKException as error:
            «client.DescribeRegions(request)»
        else:
            «client.DescribeImages(request)»
        finally:
            «client.DescribeHosts(request)»
    """,
    "one of two ways is not caught": """
        def zones():
            «client.DescribeZones(request)»

        try:
            zones()
        except Exception as error:
            print(error)
        zones()
    """,
    "a common client": """
        from tencentcloud.common.common_client import CommonClient

        common = CommonClient("cvm", "2017-03-12", credential, "ap-guangzhou")
        print(«common.call_json("DescribeZones", {})»)
    """,
    "an argument that looks like a method": """
        print(«client.DescribeZones(saved.Request)»)
    """,
    "by name": """
        print(«getattr(client, action)(request)»)
    """,
    "a constructor, a method, a property": """
        class Cloud:
            def __init__(self):
                self.regions = «client.DescribeRegions(request)»

            def zones(self):
                return «client.DescribeZones(request)»

        cloud = Cloud()
        cloud.zones()
    """,
    "web routes": """
        from flask import Flask
        from tencentcloud.cvm.v20170312 import models

        app = Flask(__name__)

        @app.route("/zones")
        def zones():
            return «client.DescribeZones(models.DescribeZonesRequest())»

        @app.get("/regions")
        def regions():
            return «client.DescribeRegions(models.DescribeRegionsRequest())»

        def images():
            return «client.DescribeImages(models.DescribeImagesRequest())»

        app.add_url_rule("/images", view_func=images)
    """,
    "a handler of the application for other errors": """
        from flask import Flask
        from tencentcloud.cvm.v20170312 import models

        app = Flask(__name__)

        @app.errorhandler(404)
        def tell(error):
            return str(error), 404

        @app.route("/zones")
        def zones():
            return «client.DescribeZones(models.DescribeZonesRequest())»
    """,
    "views that are classes": """
        from django.views import View
        from tencentcloud.cvm.v20170312 import models

        class Zones(View):
            def get(self, request):
                return «client.DescribeZones(models.DescribeZonesRequest())»

            def helper(self):
                return client.DescribeRegions(models.DescribeRegionsRequest())
    """,
    "commands": """
        import click
        from django.core.management.base import BaseCommand
        from tencentcloud.cvm.v20170312 import models

        @click.command()
        def zones():
            «client.DescribeZones(models.DescribeZonesRequest())»

        class Command(BaseCommand):
            def handle(self, *args, **options):
                «client.DescribeRegions(models.DescribeRegionsRequest())»
    """,
    "commands of argparse": """
        import argparse
        from tencentcloud.cvm.v20170312 import models

        def zones(arguments):
            «client.DescribeZones(models.DescribeZonesRequest())»

        def main():
            parser = argparse.ArgumentParser()
            parser.set_defaults(func=zones)
            arguments = parser.parse_args()
            arguments.func(arguments)

        main()
    """,
    "functions picked from a dict": """
        def zones():
            «client.DescribeZones(request)»

        def regions():
            «client.DescribeRegions(request)»

        COMMANDS = {"zones": zones}
        OTHERS = {"regions": regions}

        def main(name):
            COMMANDS[name]()
            command = OTHERS.get(name)
            command()

        main(ask())
    """,
    "tasks and jobs": """
        from celery import shared_task
        import schedule
        from tencentcloud.cvm.v20170312 import models

        @shared_task(bind=True)
        def zones(self):
            «client.DescribeZones(models.DescribeZonesRequest())»

        def regions():
            «client.DescribeRegions(models.DescribeRegionsRequest())»

        def images():
            «client.DescribeImages(models.DescribeImagesRequest())»

        scheduler.add_job(regions, "interval", minutes=5)
        schedule.every(5).minutes.do(images)
    """,
    "threads": """
        import threading
        from functools import partial
        from tencentcloud.cvm.v20170312 import models

        def zones():
            «client.DescribeZones(models.DescribeZonesRequest())»

        def regions(name):
            «client.DescribeRegions(models.DescribeRegionsRequest())»

        class Worker(threading.Thread):
            def run(self):
                «client.DescribeImages(models.DescribeImagesRequest())»

        threading.Thread(target=zones).start()
        threading.Timer(5, partial(regions, "a")).start()
    """,
    "pools": """
        def zones(region):
            «client.DescribeZones(request)»

        def regions(region):
            «client.DescribeRegions(request)»

        print(list(pool.map(zones, names)))
        futures = [pool.submit(regions, name) for name in names]
        for future in as_completed(futures):
            print(future.result())
    """,
    "a future of the call itself": """
        future = executor.submit(client.DescribeZones, request)
        print(«future.result()»)
    """,
    "coroutines and tasks": """
        import asyncio
        from tencentcloud.cvm.v20170312 import cvm_client, models

        client = cvm_client.CvmClient(credential, "ap-guangzhou")

        async def zones():
            return «client.DescribeZones(models.DescribeZonesRequest())»

        async def regions():
            return await «asyncio.to_thread(client.DescribeRegions, request)»

        async def images():
            «client.DescribeImages(models.DescribeImagesRequest())»

        async def main():
            asyncio.create_task(images())
            task = asyncio.create_task(zones())
            await asyncio.gather(regions())
            await task

        asyncio.run(main())
    """,
    "serverless handlers": """
        def main_handler(event, context):
            return «client.DescribeZones(request)»

        def handler(event, context):
            return «client.DescribeRegions(request)»

        def other_handler(request, answer):
            return client.DescribeImages(request)
    """,
    "decorators that let errors pass": """
        import functools
        from tenacity import retry, stop_after_attempt
        from company.web import login_required
        from tencentcloud.cvm.v20170312 import models

        def timed(function):
            @functools.wraps(function)
            def wrapper(*args, **kwargs):
                start = now()
                try:
                    return function(*args, **kwargs)
                finally:
                    print(now() - start)
            return wrapper

        @timed
        @login_required
        @retry(stop=stop_after_attempt(3))
        def main():
            «client.DescribeZones(models.DescribeZonesRequest())»

        main()
    """,
    "context managers that let errors pass": """
        import contextlib
        from tencentcloud.cvm.v20170312 import models

        @contextlib.contextmanager
        def timed():
            start = now()
            yield
            print(now() - start)

        with timed(), open("zones.txt", "w") as file:
            file.write(«client.DescribeZones(models.DescribeZonesRequest())»)
    """,
    "a helper that runs what it is given": """
        def logged(function, *args):
            print(function)
            return function(*args)

        def zones():
            «client.DescribeRegions(request)»

        «logged(client.DescribeZones, request)»
        logged(zones)
    """,
}


@pytest.mark.parametrize("example", VALID.values(), ids=list(VALID))
def test_silent(example: str) -> None:
    assert_valid(example, "TCL101")


@pytest.mark.parametrize("example", INVALID.values(), ids=list(INVALID))
def test_reported(example: str) -> None:
    assert_invalid(example, "TCL101")


def messages(example: str, lists: ActionLists | None = None) -> list[str]:
    return [each.message.en for each in findings(whole(example), "TCL101", lists=lists)]


WAY = """
    def zones():
        return client.DescribeZones(request)

    def sync():
        zones()

    def main():
        sync()

    if __name__ == "__main__":
        main()
"""


class TestMessage:
    """What a finding says."""

    def test_it_says_the_way_and_what_the_service_answers(self) -> None:
        [message] = messages(WAY)
        assert "`main → sync → zones → client.DescribeZones`" in message
        assert "ends the program with a traceback" in message
        assert "`cvm` can answer `AuthFailure`, `FailedOperation`" in message

    def test_with_a_list_it_says_what_the_action_answers(self) -> None:
        action = ListedAction("cvm", "2017-03-12", "DescribeZones")
        lists = ActionLists.of({action: ["InvalidFilter", "InvalidParameterValue.Range"]}, "v1")
        [message] = messages(WAY, lists)
        assert "`DescribeZones` can answer `InvalidParameterValue`, `InvalidFilter`." in message

    def test_the_shortest_way_counts(self) -> None:
        [message] = messages(
            """
            def zones():
                return client.DescribeZones(request)

            def long():
                zones()

            long()
            zones()
            """
        )
        assert "`zones → client.DescribeZones`" in message

    def test_of_two_ways_as_short_the_first_counts(self) -> None:
        [message] = messages(
            """
            def zones():
                return client.DescribeZones(request)

            def first():
                zones()

            def second():
                zones()

            second()
            first()
            """
        )
        assert "`second → zones → client.DescribeZones`" in message

    def test_a_long_way_is_cut(self) -> None:
        steps = "\n".join(f"def f{n}():\n    f{n + 1}()\n" for n in range(9))
        code = f"{steps}\ndef f9():\n    client.DescribeZones(request)\n\nf0()\n"
        [message] = messages(code)
        assert "`f0 → f1 → … → f8 → f9 → client.DescribeZones`" in message

    def test_of_module_level_code_it_names_the_call(self) -> None:
        [message] = messages("connect(region).DescribeZones(request)")
        assert "`connect(…).DescribeZones` here at module level" in message

    @pytest.mark.parametrize(
        ("decorator", "end"),
        [
            ('@app.route("/zones")', "the request ends with status 500"),
            ("@app.task", "the task fails"),
            ("@cli.command()", "ends the command"),
            ('@scheduler.scheduled_job("cron")', "this run of the job fails"),
        ],
    )
    def test_it_says_what_the_error_ends(self, decorator: str, end: str) -> None:
        code = f"{decorator}\ndef zones():\n    client.DescribeZones(request)\n"
        [message] = messages(code)
        assert end in message
