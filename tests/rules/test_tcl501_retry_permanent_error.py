"""TCL501 retry-permanent-error: what it reports and what it leaves alone."""

import pytest

from tests.rules.examples import assert_invalid, assert_valid, findings, whole

VALID = {
    "only listed codes": """
        def find():
            while True:
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    if e.code in ("RequestLimitExceeded", "InternalError"):
                        time.sleep(1)
                        continue
                    raise
    """,
    "only one code, the rest returned": """
        def find():
            for attempt in range(3):
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    if e.get_code() != "RequestLimitExceeded":
                        return str(e)
                    time.sleep(1)
    """,
    "listed by a constant of the SDK": """
        def find():
            for attempt in range(3):
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    if e.code != errorcodes.INTERNALERROR:
                        raise
                    time.sleep(1)
    """,
    "listed in a table elsewhere": """
        PASSING = frozenset({"RequestLimitExceeded", "InternalError"})

        def find():
            for attempt in range(3):
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    if attempt == 2 or e.code.split(".")[0] not in PASSING:
                        raise
                    time.sleep(2 ** attempt)
    """,
    "permanent families kept out": """
        PERMANENT = (
            "AuthFailure", "UnauthorizedOperation", "InvalidParameter",
            "InvalidParameterValue", "MissingParameter",
        )

        def find():
            for attempt in range(3):
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    if e.code.startswith(PERMANENT):
                        raise
                    time.sleep(1)
    """,
    "kept out one by one": """
        def find():
            while True:
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    if e.code.startswith("AuthFailure") or "Unauthorized" in e.code:
                        raise
                    if e.code.startswith(("InvalidParameter", "MissingParameter")):
                        break
                    time.sleep(1)
    """,
    "kept out by their subcodes": """
        NEVER = {
            "AuthFailure.SecretIdNotFound", "UnauthorizedOperation", "MissingParameter",
            "InvalidParameter", "InvalidParameterValue.Malformed",
        }

        def find():
            while True:
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    if any(e.code == known for known in NEVER):
                        raise
                    time.sleep(1)
    """,
    "cases": """
        def find():
            while True:
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    match e.code:
                        case "RequestLimitExceeded" | "InternalError":
                            time.sleep(1)
                        case _:
                            raise
    """,
    "a predicate of the project": """
        def passes(error):
            return error.code in ("RequestLimitExceeded", "InternalError")

        def find():
            for attempt in range(3):
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    if not passes(e):
                        raise
                    time.sleep(1)
    """,
    "a predicate of the project with branches": """
        def is_permanent(code):
            family = code.split(".")[0]
            if family in ("AuthFailure", "UnauthorizedOperation"):
                return True
            return family in ("InvalidParameter", "InvalidParameterValue", "MissingParameter")

        def find():
            for attempt in range(3):
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    if is_permanent(e.code):
                        raise
                    time.sleep(1)
    """,
    "a predicate that is not to be seen": """
        from policies import passes
        from tencentcloud.common.exception.tencent_cloud_sdk_exception import (
            TencentCloudSDKException,
        )
        from tencentcloud.cvm.v20170312 import cvm_client

        def find(client: cvm_client.CvmClient, request):
            for attempt in range(3):
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    if not passes(e):
                        raise
                    time.sleep(1)
    """,
    "a helper that raises what is permanent": """
        def sort_out(error):
            if error.code != "RequestLimitExceeded":
                raise error
            time.sleep(1)

        def find():
            while True:
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    sort_out(e)
    """,
    "a test of the message": """
        def find():
            while True:
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    if "RequestLimitExceeded" not in str(e):
                        raise
                    time.sleep(1)
    """,
    "a flag of the code": """
        def find():
            for attempt in range(3):
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    retryable = e.code == "RequestLimitExceeded"
                    if not retryable or attempt == 2:
                        raise
                    time.sleep(1)
    """,
    "only errors of the client side": """
        def find():
            for attempt in range(3):
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    if e.code not in ("ClientNetworkError", "ServerNetworkError"):
                        raise
                    time.sleep(1)
    """,
    "nothing is repeated": """
        def find():
            for attempt in range(3):
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    raise RuntimeError("no instances") from e
    """,
    "polling that ends on errors": """
        def wait():
            while True:
                try:
                    answer = client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    logger.error(e)
                    break
                if answer.TotalCount:
                    return answer
                time.sleep(5)
    """,
    "polling that ends by its condition": """
        def wait():
            done = False
            while not done:
                try:
                    done = client.DescribeInstances(request).TotalCount > 0
                except TencentCloudSDKException as e:
                    logger.error(e)
                    done = True
                time.sleep(5)
    """,
    "polling that ends by a result that is missing": """
        def ask():
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                logger.error(e)
                return None

        def wait():
            while True:
                answer = ask()
                if answer is None:
                    return None
                if answer.TotalCount:
                    return answer
                time.sleep(5)
    """,
    "the try is around the loop": """
        def wait():
            try:
                while True:
                    if client.DescribeInstances(request).TotalCount:
                        return True
                    time.sleep(5)
            except TencentCloudSDKException as e:
                logger.error(e)
    """,
    "iteration over things": """
        def collect(requests):
            for request in requests:
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    logger.error(e)
    """,
    "iteration: the thing goes into the request": """
        def collect(ids):
            for id in ids:
                request = models.DescribeInstancesRequest()
                request.InstanceIds = [id]
                try:
                    client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    logger.error(e)
                    continue
                break
    """,
    "iteration: by parameters in JSON": """
        import json
        from tencentcloud.common.exception.tencent_cloud_sdk_exception import (
            TencentCloudSDKException,
        )
        from tencentcloud.cvm.v20170312 import cvm_client, models

        def collect(client: cvm_client.CvmClient, zones):
            for zone in zones:
                params = {}
                params["Filters"] = [{"Name": "zone", "Values": [zone]}]
                request = models.DescribeInstancesRequest()
                request.from_json_string(json.dumps(params))
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    logger.error(e)
    """,
    "iteration: a client for each region": """
        def collect(regions):
            for region in regions:
                client = cvm_client.CvmClient(cred, region)
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    logger.error(e)
    """,
    "iteration: pages by number": """
        def collect():
            for page in range(10):
                request.Offset = page * 100
                try:
                    answer = client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    logger.error(e)
                    continue
                if not answer.InstanceSet:
                    break
    """,
    "iteration: an offset that grows": """
        def collect():
            offset = 0
            while True:
                request.Offset = offset
                try:
                    answer = client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    logger.error(e)
                    time.sleep(1)
                    continue
                offset += 100
                if offset >= answer.TotalCount:
                    return
    """,
    "iteration: a token of the last page": """
        def collect():
            token = ""
            while True:
                request.NextToken = token
                try:
                    answer = client.DescribeInstances(request)
                    token = answer.NextToken
                except TencentCloudSDKException as e:
                    logger.error(e)
                    continue
                if not token:
                    return
    """,
    "iteration: work from a queue": """
        def work(queue):
            while True:
                job = queue.get()
                if job is None:
                    return
                try:
                    client.DescribeInstances(job.request)
                except TencentCloudSDKException as e:
                    logger.error(e)
    """,
    "iteration: work that is taken inside a method": """
        class Worker:
            def step(self):
                job = self.queue.get()
                client.DescribeInstances(job)
                return job.last

            def run(self):
                while True:
                    try:
                        if self.step():
                            break
                    except TencentCloudSDKException as e:
                        logger.error(e)
    """,
    "iteration: what the user types": """
        def talk():
            while True:
                text = input("> ")
                if text == "quit":
                    break
                request.Content = text
                try:
                    client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    logger.error(e)
    """,
    "polling that ends by a state that means an error": """
        def state():
            try:
                return client.DescribeInstances(request).InstanceSet[0].InstanceState
            except TencentCloudSDKException as e:
                logger.error(e)
                return "ERROR"

        def wait():
            while True:
                now = state()
                if now in ("RUNNING", "ERROR"):
                    return now
                time.sleep(5)
    """,
    "polling that ends by an error that is returned": """
        def ask():
            try:
                return client.DescribeInstances(request), None
            except TencentCloudSDKException as e:
                return None, str(e)

        def wait():
            while True:
                answer, problem = ask()
                if problem is not None:
                    raise RuntimeError(problem)
                if answer.TotalCount:
                    return answer
                time.sleep(5)
    """,
    "polling that may end by what is returned of the error": """
        def ask():
            try:
                return {"done": client.DescribeInstances(request).TotalCount > 0}
            except TencentCloudSDKException as e:
                return {"error": str(e)}

        def wait():
            while True:
                answer = ask()
                if "error" in answer or answer["done"]:
                    return answer
                time.sleep(5)
    """,
    "polling that ends by an attribute": """
        class Watch:
            def run(self):
                self.broken = False
                while not self.broken:
                    try:
                        if client.DescribeInstances(request).TotalCount:
                            return True
                    except TencentCloudSDKException as e:
                        logger.error(e)
                        self.broken = True
                    time.sleep(5)
    """,
    "iteration: what is left of a list": """
        def collect(ids):
            while ids:
                request.InstanceIds = ids[:100]
                try:
                    client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    logger.error(e)
                ids = ids[100:]
    """,
    "a menu": """
        def menu():
            while True:
                choice = input("> ")
                if choice == "q":
                    break
                try:
                    print(client.DescribeInstances(request))
                except TencentCloudSDKException as e:
                    print(e)
    """,
    "another client after the failure": """
        def find(keys):
            client = cvm_client.CvmClient(keys.first, "ap-guangzhou")
            while True:
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    logger.warning(e)
                    client = cvm_client.CvmClient(keys.second, "ap-guangzhou")
    """,
    "a new key after the failure": """
        class Servers:
            def __init__(self):
                self.renew()

            def renew(self):
                self.client = cvm_client.CvmClient(fetch_key(), "ap-guangzhou")

            def find(self, request):
                for attempt in range(2):
                    try:
                        return self.client.DescribeInstances(request)
                    except TencentCloudSDKException as e:
                        logger.warning(e)
                        self.renew()
    """,
    "a smaller request after the failure": """
        def find():
            while True:
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    logger.warning(e)
                    request.Limit = request.Limit // 2
    """,
    "serves until it is told to stop": """
        def serve(stopped):
            while not stopped.is_set():
                try:
                    client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    logger.error(e)
                time.sleep(60)
    """,
    "serves for ever": """
        def serve():
            while True:
                try:
                    client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    logger.error(e)
                time.sleep(60)
    """,
    "tenacity: a predicate": """
        from tenacity import retry, retry_if_exception, stop_after_attempt, wait_fixed
        from tencentcloud.cvm.v20170312 import cvm_client

        def passes(error):
            return getattr(error, "code", "") in ("RequestLimitExceeded", "InternalError")

        @retry(retry=retry_if_exception(passes), wait=wait_fixed(1), stop=stop_after_attempt(3))
        def find(client: cvm_client.CvmClient, request):
            return client.DescribeInstances(request)
    """,
    "tenacity: a lambda": """
        import tenacity
        from tencentcloud.cvm.v20170312 import cvm_client

        @tenacity.retry(
            retry=tenacity.retry_if_exception(lambda e: e.code == "RequestLimitExceeded"),
            wait=tenacity.wait_fixed(1),
        )
        def find(client: cvm_client.CvmClient, request):
            return client.DescribeInstances(request)
    """,
    "tenacity: other errors only": """
        from tenacity import retry, retry_if_exception_type, wait_fixed
        from tencentcloud.cvm.v20170312 import cvm_client

        @retry(retry=retry_if_exception_type((ConnectionError, TimeoutError)), wait=wait_fixed(1))
        def find(client: cvm_client.CvmClient, request):
            return client.DescribeInstances(request)
    """,
    "tenacity: not the SDK error": """
        from tenacity import retry, retry_if_not_exception_type, wait_fixed
        from tencentcloud.common.exception.tencent_cloud_sdk_exception import (
            TencentCloudSDKException,
        )
        from tencentcloud.cvm.v20170312 import cvm_client

        @retry(retry=retry_if_not_exception_type(TencentCloudSDKException), wait=wait_fixed(1))
        def find(client: cvm_client.CvmClient, request):
            return client.DescribeInstances(request)
    """,
    "tenacity: only a class of the project's own is repeated": """
        from tenacity import retry, retry_if_exception_type, wait_fixed
        from tencentcloud.common.exception.tencent_cloud_sdk_exception import (
            TencentCloudSDKException,
        )
        from tencentcloud.cvm.v20170312 import cvm_client

        class Passing(Exception):
            pass

        @retry(retry=retry_if_exception_type(Passing), wait=wait_fixed(1))
        def find(client: cvm_client.CvmClient, request):
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                if e.code == "RequestLimitExceeded":
                    raise Passing from e
                raise
    """,
    "tenacity: the function keeps its errors": """
        from tenacity import retry, wait_fixed
        from tencentcloud.cvm.v20170312 import cvm_client

        @retry(wait=wait_fixed(1))
        def find(client: cvm_client.CvmClient, request):
            try:
                return client.DescribeInstances(request)
            except Exception as e:
                logger.error(e)
                return None
    """,
    "tenacity: no call of the API": """
        from tenacity import retry
        import tencentcloud

        @retry
        def find():
            return compute()
    """,
    "backoff: giveup": """
        import backoff
        from tencentcloud.common.exception.tencent_cloud_sdk_exception import (
            TencentCloudSDKException,
        )
        from tencentcloud.cvm.v20170312 import cvm_client

        def is_lasting(error):
            return error.code not in ("RequestLimitExceeded", "InternalError")

        @backoff.on_exception(
            backoff.expo, TencentCloudSDKException, max_tries=5, giveup=is_lasting
        )
        def find(client: cvm_client.CvmClient, request):
            return client.DescribeInstances(request)
    """,
    "backoff: results": """
        import backoff
        from tencentcloud.cvm.v20170312 import cvm_client

        @backoff.on_predicate(backoff.fibo, lambda answer: not answer.TotalCount)
        def find(client: cvm_client.CvmClient, request):
            return client.DescribeInstances(request)
    """,
    "retrying: a predicate": """
        from retrying import retry
        from tencentcloud.common.exception.tencent_cloud_sdk_exception import (
            TencentCloudSDKException,
        )
        from tencentcloud.cvm.v20170312 import cvm_client

        def passes(error):
            return isinstance(error, TencentCloudSDKException) and error.code == "InternalError"

        @retry(retry_on_exception=passes, wait_fixed=1000, stop_max_attempt_number=3)
        def find(client: cvm_client.CvmClient, request):
            return client.DescribeInstances(request)
    """,
    "retry: other errors only": """
        from retry import retry
        from tencentcloud.cvm.v20170312 import cvm_client

        @retry(exceptions=ConnectionError, tries=3, delay=1)
        def find(client: cvm_client.CvmClient, request):
            return client.DescribeInstances(request)
    """,
    "a function that calls itself for listed codes": """
        def find(tries=3):
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                if e.code == "RequestLimitExceeded" and tries:
                    time.sleep(1)
                    return find(tries - 1)
                raise
    """,
    "a function that calls itself with another request": """
        def find(request, rest):
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                logger.error(e)
                return find(rest[0], rest[1:])
    """,
    "a retry decorator of the project that asks": """
        def with_retry(func):
            def wrapper(*args):
                for attempt in range(3):
                    try:
                        return func(*args)
                    except TencentCloudSDKException as e:
                        if e.code != "RequestLimitExceeded":
                            raise
                        time.sleep(1)
            return wrapper

        @with_retry
        def find(request):
            return client.DescribeInstances(request)
    """,
    "a decorator of the project for other things": """
        def with_retry(func):
            def wrapper(*args):
                while True:
                    try:
                        return func(*args)
                    except Exception:
                        time.sleep(1)
            return wrapper

        @with_retry
        def add(a, b):
            return a + b
    """,
    "only network errors of a raw call": """
        import requests

        def find(payload):
            for attempt in range(3):
                try:
                    return requests.post("https://cvm.tencentcloudapi.com", json=payload).json()
                except requests.RequestException:
                    time.sleep(1)
    """,
}

INVALID = {
    "polling that goes on after a code that is returned": """
        def ask():
            try:
                return None, client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                return e.code, e

        def wait():
            «while True:»
                code, answer = ask()
                if code is not None:
                    print(answer)
                elif answer.TotalCount:
                    break
                time.sleep(2)
    """,
    "behind many conditions": """
        def find(a, b, c, d, e, f, g, h):
            «for attempt in range(3):»
                if a:
                    request.A = a
                if b:
                    request.B = b
                if c:
                    request.C = c
                if d:
                    request.D = d
                if e:
                    request.E = e
                if f:
                    request.F = f
                if g:
                    request.G = g
                if h:
                    continue
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException:
                    time.sleep(1)
    """,
    "polling that goes on after an error that is returned": """
        def ask():
            try:
                return client.DescribeInstances(request), None
            except TencentCloudSDKException as e:
                return None, str(e)

        def wait():
            «while True:»
                answer, problem = ask()
                if problem is not None:
                    print(problem)
                elif answer.TotalCount:
                    return answer
                time.sleep(5)
    """,
    "polling that takes an error for a state like any other": """
        def state():
            try:
                return client.DescribeInstances(request).InstanceSet[0].InstanceState
            except TencentCloudSDKException as e:
                logger.error(e)
                return "UNKNOWN"

        def wait():
            waited = 0
            «while waited < 600:»
                now = state()
                if now == "RUNNING":
                    return now
                if now in ("ERROR", "DELETED"):
                    raise RuntimeError(now)
                time.sleep(5)
                waited += 5
    """,
    "asked for what it is not": """
        def ask():
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                logger.error(e)
                return None

        def find():
            «for attempt in range(3):»
                if not ask():
                    time.sleep(1)
                    continue
                return True
    """,
    "names that are set after a success, which ends the loop": """
        import json
        from tencentcloud.cvm.v20170312 import cvm_client, models

        def speak(client: cvm_client.CvmClient, text):
            «for attempt in range(3):»
                try:
                    request = models.DescribeInstancesRequest()
                    request.from_json_string(json.dumps({"Text": text}))
                    answer = client.DescribeInstances(request)
                    for part in answer.InstanceSet:
                        text = part.InstanceName
                    return json.loads(answer.to_json_string())
                except Exception as e:
                    logger.error(e)
                    time.sleep(1)
    """,
    "the condition asks, and what it calls swallows the error": """
        def is_running(id):
            request = models.DescribeInstancesRequest()
            request.InstanceIds = [id]
            try:
                return client.DescribeInstances(request).TotalCount > 0
            except TencentCloudSDKException as e:
                logger.error(e)
                return False

        def wait(id):
            «while not is_running(id):»
                time.sleep(5)
    """,
    "a raw answer whose error is raised and caught": """
        import requests

        def find(payload):
            «for attempt in range(3):»
                try:
                    body = requests.post("https://cvm.tencentcloudapi.com", json=payload).json()
                    if "Error" in body["Response"]:
                        raise RuntimeError(body["Response"]["Error"]["Code"])
                    return body["Response"]
                except Exception as e:
                    logger.error(e)
                    time.sleep(1)
    """,
    "CommonClient": """
        from tencentcloud.common.common_client import CommonClient

        client = CommonClient("cvm", "2017-03-12", cred, "ap-guangzhou")
        answer = None
        «while answer is None:»
            try:
                answer = client.call_json("DescribeInstances", {})
            except Exception:
                time.sleep(1)
    """,
    "a loop of tries": """
        def find():
            «for attempt in range(3):»
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    logger.warning(e)
                    time.sleep(2 ** attempt)
    """,
    "an endless loop": """
        def find():
            «while True:»
                try:
                    answer = client.DescribeInstances(request)
                    break
                except Exception:
                    time.sleep(1)
            return answer
    """,
    "else": """
        def find():
            «while True:»
                try:
                    answer = client.DescribeInstances(request)
                except TencentCloudSDKException:
                    time.sleep(1)
                else:
                    return answer
    """,
    "the last try raises": """
        def find():
            «for attempt in range(3):»
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    if attempt == 2:
                        raise
                    time.sleep(1)
    """,
    "counted by hand": """
        def find():
            tries = 0
            «while tries < 5:»
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    tries += 1
                    time.sleep(tries)
    """,
    "over a list of waits": """
        def find():
            «for delay in (1, 2, 4):»
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    time.sleep(delay)
    """,
    "one family is kept out, the others are not": """
        def find():
            «while True:»
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    if e.code.startswith("AuthFailure"):
                        raise
                    time.sleep(1)
    """,
    "a test that decides nothing": """
        def find():
            «while True:»
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    if e.code == "RequestLimitExceeded":
                        time.sleep(10)
                    else:
                        time.sleep(1)
    """,
    "polling that goes on after errors": """
        def wait():
            «while True:»
                try:
                    if client.DescribeInstances(request).TotalCount:
                        return True
                except TencentCloudSDKException as e:
                    logger.error(e)
                time.sleep(5)
    """,
    "a function that swallows the error": """
        def ask():
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                logger.error(e)
                return None

        def find():
            «for attempt in range(3):»
                answer = ask()
                if answer:
                    return answer
                time.sleep(1)
    """,
    "suppress": """
        import contextlib
        from tencentcloud.common.exception.tencent_cloud_sdk_exception import (
            TencentCloudSDKException,
        )
        from tencentcloud.cvm.v20170312 import cvm_client

        def find(client: cvm_client.CvmClient, request):
            «while True:»
                with contextlib.suppress(TencentCloudSDKException):
                    return client.DescribeInstances(request)
                time.sleep(1)
    """,
    "an inner error that an outer clause catches": """
        def find():
            «for attempt in range(3):»
                try:
                    try:
                        return client.DescribeInstances(request)
                    except TencentCloudSDKException as e:
                        raise RuntimeError("no instances") from e
                except RuntimeError:
                    time.sleep(1)
    """,
    "pages inside a try": """
        def find():
            «for attempt in range(3):»
                try:
                    found = []
                    for offset in range(0, 300, 100):
                        request.Offset = offset
                        found += client.DescribeInstances(request).InstanceSet
                    return found
                except TencentCloudSDKException as e:
                    time.sleep(1)
    """,
    "async": """
        import asyncio
        from tencentcloud.common.exception.tencent_cloud_sdk_exception import (
            TencentCloudSDKException,
        )
        from tencentcloud.cvm.v20170312.cvm_client_async import CvmClient

        async def find(client: CvmClient, request):
            «for attempt in range(3):»
                try:
                    return await client.DescribeInstances(request)
                except TencentCloudSDKException:
                    await asyncio.sleep(1)
    """,
    "a raw answer": """
        import requests

        def find(payload):
            «while True:»
                body = requests.post("https://cvm.tencentcloudapi.com", json=payload).json()
                if "Error" in body["Response"]:
                    logger.error(body)
                    time.sleep(1)
                    continue
                return body
    """,
    "tenacity without a condition": """
        from tenacity import retry, stop_after_attempt, wait_fixed
        from tencentcloud.cvm.v20170312 import cvm_client

        @«retry(wait=wait_fixed(1), stop=stop_after_attempt(3))»
        def find(client: cvm_client.CvmClient, request):
            return client.DescribeInstances(request)
    """,
    "tenacity: every SDK error": """
        from tenacity import retry, retry_if_exception_type, stop_after_attempt, wait_exponential
        from tencentcloud.common.exception.tencent_cloud_sdk_exception import (
            TencentCloudSDKException,
        )
        from tencentcloud.cvm.v20170312 import cvm_client

        class Servers:
            def __init__(self, cred):
                self.client = cvm_client.CvmClient(cred, "ap-guangzhou")

            @«retry(
                retry=retry_if_exception_type(TencentCloudSDKException),
                wait=wait_exponential(max=30),
                stop=stop_after_attempt(3),
            )»
            def find(self, request):
                return self.client.DescribeInstances(request)
    """,
    "tenacity: either condition": """
        from tenacity import retry, retry_if_exception_type, retry_if_result, wait_fixed
        from tencentcloud.cvm.v20170312 import cvm_client

        @«retry(retry=retry_if_exception_type() | retry_if_result(bool), wait=wait_fixed(1))»
        def find(client: cvm_client.CvmClient, request):
            return client.DescribeInstances(request)
    """,
    "tenacity: all but ValueError": """
        from tenacity import retry, retry_if_not_exception_type, wait_fixed
        from tencentcloud.cvm.v20170312 import cvm_client

        @«retry(retry=retry_if_not_exception_type(ValueError), wait=wait_fixed(1))»
        def find(client: cvm_client.CvmClient, request):
            return client.DescribeInstances(request)
    """,
    "tenacity: a decorator that has a name": """
        import tenacity
        from tencentcloud.cvm.v20170312 import cvm_client

        api_retry = tenacity.retry(wait=tenacity.wait_fixed(1))

        @«api_retry»
        def find(client: cvm_client.CvmClient, request):
            return client.DescribeInstances(request)
    """,
    "tenacity: a predicate that asks for the class": """
        from tenacity import retry, retry_if_exception, wait_fixed
        from tencentcloud.common.exception.tencent_cloud_sdk_exception import (
            TencentCloudSDKException,
        )
        from tencentcloud.cvm.v20170312 import cvm_client

        def is_ours(error):
            return isinstance(error, TencentCloudSDKException)

        @«retry(retry=retry_if_exception(is_ours), wait=wait_fixed(1))»
        def find(client: cvm_client.CvmClient, request):
            return client.DescribeInstances(request)
    """,
    "tenacity: a loop": """
        from tenacity import Retrying, stop_after_attempt, wait_fixed
        from tencentcloud.cvm.v20170312 import cvm_client

        def find(client: cvm_client.CvmClient, request):
            «for attempt in Retrying(stop=stop_after_attempt(3), wait=wait_fixed(1)):»
                with attempt:
                    return client.DescribeInstances(request)
    """,
    "tenacity: a caller": """
        from tenacity import Retrying, stop_after_attempt, wait_fixed
        from tencentcloud.cvm.v20170312 import cvm_client

        def find(client: cvm_client.CvmClient, request):
            retryer = Retrying(stop=stop_after_attempt(3), wait=wait_fixed(1))
            return «retryer(client.DescribeInstances, request)»
    """,
    "backoff": """
        import backoff
        from tencentcloud.common.exception.tencent_cloud_sdk_exception import (
            TencentCloudSDKException,
        )
        from tencentcloud.cvm.v20170312 import cvm_client

        @«backoff.on_exception(backoff.expo, TencentCloudSDKException, max_tries=5)»
        def find(client: cvm_client.CvmClient, request):
            return client.DescribeInstances(request)
    """,
    "backoff: giveup for one family": """
        import backoff
        from tencentcloud.cvm.v20170312 import cvm_client

        @«backoff.on_exception(
            backoff.expo, Exception, giveup=lambda e: e.code.startswith("AuthFailure")
        )»
        def find(client: cvm_client.CvmClient, request):
            return client.DescribeInstances(request)
    """,
    "retrying": """
        from retrying import retry
        from tencentcloud.cvm.v20170312 import cvm_client

        @«retry(stop_max_attempt_number=3, wait_fixed=2000)»
        def find(client: cvm_client.CvmClient, request):
            return client.DescribeInstances(request)
    """,
    "retrying: a predicate that is always true": """
        from retrying import retry
        from tencentcloud.cvm.v20170312 import cvm_client

        @«retry(retry_on_exception=lambda e: True, wait_fixed=2000)»
        def find(client: cvm_client.CvmClient, request):
            return client.DescribeInstances(request)
    """,
    "retry": """
        from retry import retry
        from tencentcloud.common.exception.tencent_cloud_sdk_exception import (
            TencentCloudSDKException,
        )
        from tencentcloud.cvm.v20170312 import cvm_client

        @«retry(TencentCloudSDKException, tries=3, delay=2)»
        def find(client: cvm_client.CvmClient, request):
            return client.DescribeInstances(request)
    """,
    "retry_call": """
        from retry.api import retry_call
        from tencentcloud.cvm.v20170312 import cvm_client

        def find(client: cvm_client.CvmClient, request):
            return «retry_call(client.DescribeInstances, fargs=[request], tries=3, delay=2)»
    """,
    "a function that calls itself": """
        «def find(tries=3):»
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                if tries == 0:
                    raise
                time.sleep(1)
                return find(tries - 1)
    """,
    "a method that calls itself": """
        class Servers:
            «def find(self, request):»
                try:
                    return client.DescribeInstances(request)
                except Exception:
                    time.sleep(1)
                    return self.find(request)
    """,
    "a retry decorator of the project": """
        def with_retry(times):
            def decorate(func):
                def wrapper(*args, **kwargs):
                    «for attempt in range(times):»
                        try:
                            return func(*args, **kwargs)
                        except Exception as e:
                            last = e
                            time.sleep(1)
                    raise last
                return wrapper
            return decorate

        @with_retry(3)
        def find(request):
            return client.DescribeInstances(request)
    """,
    "a function of the project that is handed what to repeat": """
        def repeat(call, *args):
            «for attempt in range(3):»
                try:
                    return call(*args)
                except Exception as e:
                    last = e
                    time.sleep(1)
            raise last

        def find(request):
            return repeat(client.DescribeInstances, request)
    """,
}


@pytest.mark.parametrize("example", VALID.values(), ids=VALID.keys())
def test_valid(example: str) -> None:
    assert_valid(example, "TCL501")


@pytest.mark.parametrize("example", INVALID.values(), ids=INVALID.keys())
def test_invalid(example: str) -> None:
    assert_invalid(example, "TCL501")


def test_the_message_names_the_action_and_the_families_that_are_left() -> None:
    code = whole(INVALID["one family is kept out, the others are not"])
    (found,) = findings(code.replace("«", "").replace("»", ""), "TCL501")
    assert "`DescribeInstances`" in found.message.en
    assert "`UnauthorizedOperation`" in found.message.zh
    assert "AuthFailure" not in found.message.en
