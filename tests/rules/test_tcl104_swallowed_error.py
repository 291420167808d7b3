"""TCL104 swallowed-error: what it reports and what it leaves alone."""

import pytest

from tclsp.analysis.options import AnalysisOptions
from tests.rules.examples import assert_invalid, assert_valid

VALID = {
    "raised again": """
        try:
            client.DescribeInstances(request)
        except TencentCloudSDKException:
            raise
    """,
    "raised again as the bound name": """
        try:
            client.DescribeInstances(request)
        except TencentCloudSDKException as e:
            raise e
    """,
    "another error raised": """
        try:
            client.DescribeInstances(request)
        except TencentCloudSDKException as e:
            raise RuntimeError("no instances") from e
    """,
    "logged": """
        try:
            client.DescribeInstances(request)
        except TencentCloudSDKException as e:
            logger.warning("failed: %s", e)
    """,
    "logged without being bound": """
        try:
            client.DescribeInstances(request)
        except Exception:
            logger.exception("failed")
    """,
    "logged with exc_info": """
        try:
            client.DescribeInstances(request)
        except Exception:
            logger.error("failed", exc_info=True)
    """,
    "loguru's way": """
        try:
            client.DescribeInstances(request)
        except Exception:
            logger.opt(exception=True).error("failed")
    """,
    "traceback printed": """
        import traceback
        from tencentcloud.common.exception.tencent_cloud_sdk_exception import (
            TencentCloudSDKException,
        )
        try:
            client.DescribeInstances(request)
        except TencentCloudSDKException:
            traceback.print_exc()
    """,
    "returned": """
        def find():
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                return None, str(e)
    """,
    "stored and read later": """
        def find():
            last = None
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                last = e
            return last
    """,
    "stored at module level and read in another place": """
        last = None
        try:
            client.DescribeInstances(request)
        except TencentCloudSDKException as e:
            last = str(e)


        def report():
            print(last)
    """,
    "read in finally": """
        def find():
            problem = None
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                problem = str(e)
                return None
            finally:
                audit(problem)
    """,
    "collected": """
        try:
            client.DescribeInstances(request)
        except TencentCloudSDKException as e:
            errors.append(e)
    """,
    "stored on the object": """
        class Watcher:
            def watch(self):
                try:
                    client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    self.last_error = e
    """,
    "a future gets it": """
        try:
            client.DescribeInstances(request)
        except TencentCloudSDKException as e:
            future.set_exception(e)
    """,
    "handed to a function that cannot be seen": """
        try:
            client.DescribeInstances(request)
        except TencentCloudSDKException as e:
            on_error(e)
    """,
    "a helper of the module logs it": """
        def note(error):
            logger.error("request failed: %s", error)

        try:
            client.DescribeInstances(request)
        except TencentCloudSDKException as e:
            note(e)
    """,
    "a helper raises": """
        def give_up(error):
            raise RuntimeError(error.requestId)

        try:
            client.DescribeInstances(request)
        except TencentCloudSDKException as e:
            give_up(e)
    """,
    "an expected error": """
        def find():
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                if e.code == "InvalidInstanceId.NotFound":
                    return None
                raise
    """,
    "what is not expected is raised first": """
        def find():
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                if e.code != "InvalidInstanceId.NotFound":
                    raise
                return None
    """,
    "expected by get_code and not in": """
        def find():
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                code = e.get_code()
                if code not in ("InvalidInstanceId.NotFound", "ResourceNotFound"):
                    raise
                return None
    """,
    "expected by startswith": """
        def find():
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                if e.code.startswith("ResourceNotFound"):
                    return None
                raise
    """,
    "expected by either of two tests": """
        def find():
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                if e.code == "ResourceNotFound" or e.code == "InvalidInstanceId.NotFound":
                    return None
                raise
    """,
    "expected by the message": """
        def find():
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                if "not exist" in e.message:
                    return None
                raise
    """,
    "expected by match": """
        def find():
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                match e.code:
                    case "ResourceNotFound" | "InvalidInstanceId.NotFound":
                        return None
                    case _:
                        raise
    """,
    "expected by a predicate": """
        def is_gone(error):
            return error.code in ("ResourceNotFound", "InvalidInstanceId.NotFound")

        def find():
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                if is_gone(e):
                    return None
                raise
    """,
    "expected by any": """
        GONE = ("ResourceNotFound", "InvalidInstanceId.NotFound")

        def find():
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                if any(e.code == gone for gone in GONE):
                    return None
                raise
    """,
    "a class check leads other errors away": """
        def find():
            try:
                return client.DescribeInstances(request)
            except Exception as e:
                if isinstance(e, TencentCloudSDKException):
                    raise
                return None
    """,
    "the last try of a loop raises": """
        def find():
            for attempt in range(3):
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException:
                    if attempt == 2:
                        raise
                    time.sleep(attempt)
    """,
    "a raise follows the loop": """
        def find():
            for attempt in range(3):
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException:
                    time.sleep(attempt)
            raise RuntimeError("gave up")
    """,
    "the function calls itself until it raises": """
        def find(left):
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException:
                if left == 0:
                    raise
                return find(left - 1)
    """,
    "no error of the SDK": """
        try:
            client.DescribeInstances(request)
        except KeyError:
            pass
    """,
    "no API call in the try": """
        try:
            value = int(text)
        except Exception:
            value = 0
    """,
    "an inner handler has caught it": """
        try:
            try:
                client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                logger.error("%s", e)
        except Exception:
            pass
    """,
    "another SDK's error": """
        from qcloud_cos import CosServiceError
        try:
            bucket.head_object(Bucket=name, Key=key)
        except CosServiceError:
            pass
    """,
    "the fallback of an import": """
        try:
            from tencentcloud.common.exception.tencent_cloud_sdk_exception import (
                TencentCloudSDKException,
            )
        except ImportError:
            TencentCloudSDKException = Exception
    """,
    "yielded": """
        def events():
            try:
                yield client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                yield {"error": str(e)}
    """,
    "the program ends with the error": """
        import sys
        from tencentcloud.common.exception.tencent_cloud_sdk_exception import (
            TencentCloudSDKException,
        )
        try:
            client.DescribeInstances(request)
        except TencentCloudSDKException as e:
            sys.exit(str(e))
    """,
    "a report on the output of a program": """
        import json

        # What `tccli` printed of tencentcloudapi.com.
        def score(printed, deletes):
            notes = []
            response = json.loads(printed).get("Response", {})
            if deletes and "Error" in response:
                notes.append("nothing was deleted")
            return notes
    """,
    "a raw answer is raised": """
        import requests
        body = requests.post("https://cvm.tencentcloudapi.com", json=payload).json()
        if "Error" in body["Response"]:
            raise RuntimeError(body["Response"]["Error"]["Code"])
    """,
    "a false assert raises": """
        try:
            client.DescribeInstances(request)
        except TencentCloudSDKException as e:
            assert False, str(e)
    """,
    "an assert about the error": """
        try:
            client.DescribeInstances(request)
        except TencentCloudSDKException as e:
            assert e.requestId is not None
    """,
    "the last try of a loop is logged": """
        def find():
            for attempt in range(3):
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    if attempt == 2:
                        logger.error(e)
                    time.sleep(1)
            return None
    """,
    "the last try of a loop is told in part: 201 judges that": """
        def find():
            for attempt in range(3):
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    if attempt < 2:
                        continue
                    logger.error(e.message)
    """,
    "stored and asked for later": """
        def find():
            last = None
            try:
                client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                last = e
            assert isinstance(last, TencentCloudSDKException)
    """,
    "expected by the guard of a case": """
        def find():
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                match e.code:
                    case code if code.startswith("InvalidInstanceId."):
                        return None
                    case _:
                        raise
    """,
    "a code cut from the text": """
        def find():
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                code = str(e).split("code:")[1].split(" ")[0]
                if code == "InvalidInstanceId.NotFound":
                    return None
                raise
    """,
    "submitting raises nothing": """
        from tencentcloud.cvm.v20170312 import cvm_client

        client = cvm_client.CvmClient(cred, "ap-guangzhou")

        def start(pool, request):
            try:
                return pool.submit(client.DescribeInstances, request)
            except Exception:
                return None
    """,
    "gather hands the errors on": """
        import asyncio
        from tencentcloud.cvm.v20170312 import cvm_client

        client = cvm_client.CvmClient(cred, "ap-guangzhou")

        async def find(request):
            try:
                return await asyncio.gather(
                    asyncio.to_thread(client.DescribeInstances, request), return_exceptions=True
                )
            except Exception:
                return None
    """,
    "only told: 201 judges that": """
        try:
            client.DescribeInstances(request)
        except TencentCloudSDKException:
            print("failed")
    """,
}

INVALID = {
    "pass": """
        try:
            client.DescribeInstances(request)
        «except TencentCloudSDKException:»
            pass
    """,
    "nothing of it returned": """
        def find():
            try:
                return client.DescribeInstances(request)
            «except TencentCloudSDKException as e:»
                return {"state": "unknown"}
    """,
    "continue over things": """
        for region in regions:
            try:
                client.DescribeInstances(request)
            «except TencentCloudSDKException:»
                continue
    """,
    "Exception around an API call": """
        def find():
            try:
                return client.DescribeInstances(request)
            «except Exception:»
                return []
    """,
    "bare": """
        try:
            client.DescribeInstances(request)
        «except:»
            pass
    """,
    "Exception around a function that lets it out": """
        def ask():
            return client.DescribeInstances(request)

        def find():
            try:
                return ask()
            «except Exception:»
                return None
    """,
    "suppress": """
        import contextlib
        from tencentcloud.common.exception.tencent_cloud_sdk_exception import (
            TencentCloudSDKException,
        )
        with «contextlib.suppress(TencentCloudSDKException)»:
            client.DescribeInstances(request)
    """,
    "one way of several": """
        def find():
            try:
                return client.DescribeInstances(request)
            «except TencentCloudSDKException as e:»
                if verbose:
                    print(e)
                return None
    """,
    "expected errors and the rest alike": """
        def find():
            try:
                return client.DescribeInstances(request)
            «except TencentCloudSDKException as e:»
                if e.code == "ResourceNotFound":
                    return None
                return []
    """,
    "a test that a second condition weakens": """
        def find():
            try:
                return client.DescribeInstances(request)
            «except TencentCloudSDKException as e:»
                if e.code == "ResourceNotFound" or quiet:
                    return None
                raise
    """,
    "a local that nothing reads": """
        def find():
            try:
                return client.DescribeInstances(request)
            «except TencentCloudSDKException as e:»
                problem = str(e)
                return None
    """,
    "a flag": """
        def find():
            done = True
            try:
                client.DescribeInstances(request)
            «except TencentCloudSDKException:»
                done = False
            return done
    """,
    "exit with a number": """
        import sys
        from tencentcloud.common.exception.tencent_cloud_sdk_exception import (
            TencentCloudSDKException,
        )
        try:
            client.DescribeInstances(request)
        «except TencentCloudSDKException:»
            sys.exit(1)
    """,
    "a tuple with the SDK error": """
        try:
            client.DescribeInstances(request)
        «except (ValueError, TencentCloudSDKException):»
            pass
    """,
    "a tuple bound elsewhere": """
        ERRORS = (ValueError, TencentCloudSDKException)

        try:
            client.DescribeInstances(request)
        «except ERRORS:»
            pass
    """,
    "an alias": """
        from tencentcloud.common.exception.tencent_cloud_sdk_exception import (
            TencentCloudSDKException as ApiError,
        )
        try:
            client.DescribeInstances(request)
        «except ApiError:»
            pass
    """,
    "as an attribute of its module": """
        from tencentcloud.common import exception
        try:
            client.DescribeInstances(request)
        «except exception.TencentCloudSDKException:»
            pass
    """,
    "a subclass": """
        class Throttled(TencentCloudSDKException):
            pass

        try:
            client.DescribeInstances(request)
        «except Throttled:»
            pass
    """,
    "a helper that does nothing": """
        def ignore(error):
            return None

        try:
            client.DescribeInstances(request)
        «except TencentCloudSDKException as e:»
            ignore(e)
    """,
    "async": """
        async def find():
            try:
                return await client.DescribeInstances(request)
            «except TencentCloudSDKException:»
                return None
    """,
    "a client that a helper makes": """
        from tencentcloud.cvm.v20170312 import cvm_client

        def make():
            return cvm_client.CvmClient(cred, "ap-guangzhou")

        def find(request):
            try:
                return make().DescribeInstances(request)
            «except Exception:»
                return None
    """,
    "a client known from an attribute": """
        from tencentcloud.cvm.v20170312 import cvm_client

        class Servers:
            def __init__(self, cred):
                self.client = cvm_client.CvmClient(cred, "ap-guangzhou")

            def find(self, request):
                try:
                    return self.client.DescribeInstances(request)
                «except Exception:»
                    return None
    """,
    "a client known from an annotation": """
        from tencentcloud.cvm.v20170312.cvm_client import CvmClient

        def find(client: CvmClient, request):
            try:
                return client.DescribeInstances(request)
            «except Exception:»
                return None
    """,
    "a client known from the request": """
        from tencentcloud.cvm.v20170312 import models

        def find(anything):
            request = models.DescribeInstancesRequest()
            try:
                return anything.DescribeInstances(request)
            «except Exception:»
                return None
    """,
    "CommonClient": """
        from tencentcloud.common.common_client import CommonClient

        client = CommonClient("cvm", "2017-03-12", cred, "ap-guangzhou")
        try:
            client.call_json("DescribeInstances", {})
        «except Exception:»
            pass
    """,
    "a dynamic call": """
        def ask(action):
            try:
                return getattr(client, action)(request)
            «except Exception:»
                return None
    """,
    "handed to a thread": """
        import asyncio
        from tencentcloud.cvm.v20170312 import cvm_client

        client = cvm_client.CvmClient(cred, "ap-guangzhou")

        async def find(request):
            try:
                return await asyncio.to_thread(client.DescribeInstances, request)
            «except Exception:»
                return None
    """,
    "a table that knows some codes": """
        TEXTS = {"InvalidInstanceId.NotFound": "gone"}

        def find():
            try:
                return client.DescribeInstances(request)
            «except TencentCloudSDKException as e:»
                return TEXTS.get(e.code, "unknown")
    """,
    "a helper that exits": """
        import sys
        from tencentcloud.common.exception.tencent_cloud_sdk_exception import (
            TencentCloudSDKException,
        )

        def leave():
            sys.exit(1)

        try:
            client.DescribeInstances(request)
        «except TencentCloudSDKException:»
            leave()
    """,
    "a future's result": """
        from concurrent.futures import as_completed
        from tencentcloud.cvm.v20170312 import cvm_client

        client = cvm_client.CvmClient(cred, "ap-guangzhou")

        def find(pool, requests):
            futures = {pool.submit(client.DescribeInstances, each): each for each in requests}
            for future in as_completed(futures):
                try:
                    yield future.result()
                «except Exception:»
                    continue
    """,
    "a function of the project handed to a thread": """
        import asyncio
        from tencentcloud.cvm.v20170312 import cvm_client

        client = cvm_client.CvmClient(cred, "ap-guangzhou")

        def ask(request):
            return client.DescribeInstances(request)

        async def find(request):
            try:
                return await asyncio.to_thread(ask, request)
            «except Exception:»
                return None
    """,
    "a raw answer": """
        import requests

        def find(payload):
            body = requests.post("https://cvm.tencentcloudapi.com", json=payload).json()
            «if "Error" in body["Response"]:»
                return None
            return body["Response"]
    """,
    "a raw answer whose failure only lowers a count": """
        import requests

        def count(payloads):
            left = len(payloads)
            for payload in payloads:
                body = requests.post("https://cvm.tencentcloudapi.com", json=payload).json()
                «if "Error" in body["Response"]:»
                    left -= 1
            return left
    """,
    "an alias of a raw answer's Error": """
        import requests

        def find(payload):
            body = requests.post("https://cvm.tencentcloudapi.com", json=payload).json()
            error = body.get("Response", {}).get("Error")
            «if error:»
                return None
            return body["Response"]
    """,
}


@pytest.mark.parametrize("example", VALID.values(), ids=VALID.keys())
def test_valid(example: str) -> None:
    assert_valid(example, "TCL104")


@pytest.mark.parametrize("example", INVALID.values(), ids=INVALID.keys())
def test_invalid(example: str) -> None:
    assert_invalid(example, "TCL104")


def test_a_class_of_the_settings_behaves_like_the_sdk_error() -> None:
    example = """
        import private_cloud as tencentcloud_private
        try:
            tencentcloud_private.ask()
        «except tencentcloud_private.CloudError:»
            pass
    """
    assert_invalid(example, "TCL104", AnalysisOptions(sdk_errors=("CloudError",)))
    assert_valid(example.replace("«", "").replace("»", ""), "TCL104")


def test_a_logger_of_the_settings_records() -> None:
    example = """
        try:
            client.DescribeInstances(request)
        except TencentCloudSDKException:
            audit_failure()
    """
    assert_valid(example, "TCL104", AnalysisOptions(request_id_loggers=("audit_failure",)))
    assert_invalid(
        example.replace("except TencentCloudSDKException:", "«except TencentCloudSDKException:»"),
        "TCL104",
    )
