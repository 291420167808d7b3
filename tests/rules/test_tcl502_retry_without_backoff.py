"""TCL502 retry-without-backoff: what it reports and what it leaves alone."""

import pytest

from tests.rules.examples import assert_invalid, assert_valid, findings, whole

VALID = {
    "sleeps in the handler": """
        def find():
            while True:
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    logger.warning(e)
                    time.sleep(1)
    """,
    "sleeps behind the try": """
        def find():
            for attempt in range(3):
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    logger.warning(e)
                if attempt < 2:
                    time.sleep(1)
    """,
    "sleeps in finally": """
        def find():
            done = False
            while not done:
                try:
                    client.DescribeInstances(request)
                    done = True
                except TencentCloudSDKException as e:
                    logger.warning(e)
                finally:
                    time.sleep(1)
    """,
    "sleeps at the head of the next turn": """
        def find():
            for attempt in range(3):
                if attempt > 0:
                    time.sleep(2 ** attempt)
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    logger.warning(e)
    """,
    "something unseen before each call": """
        def find(gate):
            while True:
                gate.enter()
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    logger.warning(e)
    """,
    "waits in the condition": """
        def find(stopped):
            while not stopped.wait(5):
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    logger.warning(e)
    """,
    "the path without a delay is not repeated": """
        def find():
            while True:
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    if e.code == "RequestLimitExceeded":
                        time.sleep(1)
                        continue
                    raise
    """,
    "two tests that leave no path without a delay": """
        PASSING = ("RequestLimitExceeded", "InternalError")

        def find():
            while True:
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    if e.code not in PASSING:
                        raise
                    if e.code in PASSING:
                        time.sleep(1)
    """,
    "a function of the project that sleeps": """
        def back(attempt):
            logger.info("again")
            time.sleep(2 ** attempt)

        def find():
            for attempt in range(3):
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    back(attempt)
    """,
    "a call that is not to be seen": """
        def find(self):
            for attempt in range(3):
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    self.limiter.hold(attempt)
    """,
    "an event": """
        def find(stopped):
            while True:
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    stopped.wait(timeout=5)
    """,
    "a queue with a timeout": """
        def find(orders):
            while True:
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    orders.get(timeout=5)
    """,
    "a sleep under another name": """
        from time import sleep as rest
        from tencentcloud.cvm.v20170312 import cvm_client

        def find(client: cvm_client.CvmClient, request):
            while True:
                try:
                    return client.DescribeInstances(request)
                except Exception as e:
                    rest(1)
    """,
    "gevent": """
        import gevent
        from tencentcloud.common.exception.tencent_cloud_sdk_exception import (
            TencentCloudSDKException,
        )
        from tencentcloud.cvm.v20170312 import cvm_client

        def find(client: cvm_client.CvmClient, request):
            while True:
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException:
                    gevent.sleep(1)
    """,
    "asyncio": """
        import asyncio
        from tencentcloud.common.exception.tencent_cloud_sdk_exception import (
            TencentCloudSDKException,
        )
        from tencentcloud.cvm.v20170312 import cvm_client

        async def find(client: cvm_client.CvmClient, request):
            while True:
                try:
                    return await asyncio.to_thread(client.DescribeInstances, request)
                except TencentCloudSDKException:
                    await asyncio.sleep(1)
    """,
    "iteration over things": """
        def collect(ids):
            for id in ids:
                request.InstanceIds = [id]
                try:
                    client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    logger.warning(e)
    """,
    "pages": """
        def collect():
            offset = 0
            while True:
                request.Offset = offset
                try:
                    answer = client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    logger.warning(e)
                    continue
                offset += len(answer.InstanceSet)
                if offset >= answer.TotalCount:
                    break
    """,
    "nothing is repeated": """
        def find():
            for attempt in range(3):
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    logger.warning(e)
                    break
    """,
    "tenacity with a wait": """
        from tenacity import retry, stop_after_attempt, wait_random_exponential
        from tencentcloud.cvm.v20170312 import cvm_client

        @retry(wait=wait_random_exponential(max=30), stop=stop_after_attempt(3))
        def find(client: cvm_client.CvmClient, request):
            return client.DescribeInstances(request)
    """,
    "backoff waits by itself": """
        import backoff
        from tencentcloud.cvm.v20170312 import cvm_client

        @backoff.on_exception(backoff.expo, Exception, max_tries=3)
        def find(client: cvm_client.CvmClient, request):
            return client.DescribeInstances(request)
    """,
    "retrying with a wait": """
        from retrying import retry
        from tencentcloud.cvm.v20170312 import cvm_client

        @retry(wait_exponential_multiplier=100, stop_max_attempt_number=3)
        def find(client: cvm_client.CvmClient, request):
            return client.DescribeInstances(request)
    """,
    "retry with a delay": """
        from retry import retry
        from tencentcloud.cvm.v20170312 import cvm_client

        @retry(Exception, 3, 2)
        def find(client: cvm_client.CvmClient, request):
            return client.DescribeInstances(request)
    """,
    "the decorated function sleeps before it raises": """
        from tenacity import retry, stop_after_attempt
        from tencentcloud.common.exception.tencent_cloud_sdk_exception import (
            TencentCloudSDKException,
        )
        from tencentcloud.cvm.v20170312 import cvm_client

        @retry(stop=stop_after_attempt(3))
        def find(client: cvm_client.CvmClient, request):
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException:
                time.sleep(1)
                raise
    """,
    "tried once": """
        from tenacity import retry, stop_after_attempt
        from tencentcloud.cvm.v20170312 import cvm_client

        @retry(stop=stop_after_attempt(1))
        def find(client: cvm_client.CvmClient, request):
            return client.DescribeInstances(request)
    """,
    "a decorator that is set elsewhere": """
        from settings import RETRY
        from tenacity import retry
        from tencentcloud.cvm.v20170312 import cvm_client

        @retry(**RETRY)
        def find(client: cvm_client.CvmClient, request):
            return client.DescribeInstances(request)
    """,
    "a function that calls itself after a delay": """
        def find(tries=3):
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                if not tries:
                    raise
                time.sleep(1)
                return find(tries - 1)
    """,
}

INVALID = {
    "nothing between the tries": """
        def find():
            «for attempt in range(3):»
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    logger.warning("try %s: %s", attempt, e)
    """,
    "continue": """
        def find():
            «while True:»
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    if e.code == "RequestLimitExceeded":
                        continue
                    raise
    """,
    "one code of several has no delay": """
        def find():
            tries = 0
            «while tries < 3:»
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    tries += 1
                    if e.code == "RequestLimitExceeded":
                        time.sleep(5)
                        continue
                    if e.code == "FailedOperation.Busy":
                        continue
                    raise
    """,
    "the delay is for a success only": """
        def wait():
            «while True:»
                try:
                    answer = client.DescribeInstances(request)
                    if answer.TotalCount:
                        return answer
                    time.sleep(5)
                except TencentCloudSDKException as e:
                    logger.error(e)
    """,
    "a sleep of nothing": """
        def find():
            «while True:»
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException:
                    time.sleep(0)
    """,
    "calls that are known not to wait": """
        import json
        from tencentcloud.common.exception.tencent_cloud_sdk_exception import (
            TencentCloudSDKException,
        )
        from tencentcloud.cvm.v20170312 import cvm_client, models

        def find(client: cvm_client.CvmClient, ids):
            errors = []
            «while True:»
                try:
                    request = models.DescribeInstancesRequest()
                    request.from_json_string(json.dumps({"InstanceIds": ids}))
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    errors.append(str(e))
                    print(json.dumps({"code": e.get_code(), "count": len(errors)}))
    """,
    "a function of the project that does not wait": """
        def note(error):
            logger.warning("again: %s", error)

        def find():
            «while True:»
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    note(e)
    """,
    "serves for ever": """
        def serve():
            «while True:»
                try:
                    client.DescribeInstances(request)
                    time.sleep(60)
                except TencentCloudSDKException as e:
                    logger.error(e)
    """,
    "tenacity without a wait": """
        from tenacity import retry, stop_after_attempt
        from tencentcloud.cvm.v20170312 import cvm_client

        @«retry(stop=stop_after_attempt(3))»
        def find(client: cvm_client.CvmClient, request):
            return client.DescribeInstances(request)
    """,
    "tenacity with a wait of nothing": """
        import tenacity
        from tencentcloud.cvm.v20170312 import cvm_client

        @«tenacity.retry(wait=tenacity.wait_none())»
        def find(client: cvm_client.CvmClient, request):
            return client.DescribeInstances(request)
    """,
    "a bare decorator": """
        import tenacity
        from tencentcloud.cvm.v20170312 import cvm_client

        @staticmethod
        @«tenacity.retry»
        def find(client: cvm_client.CvmClient, request):
            return client.DescribeInstances(request)
    """,
    "a bare name": """
        from retrying import retry
        from tencentcloud.cvm.v20170312 import cvm_client

        @trace(name)
        @«retry»
        def find(client: cvm_client.CvmClient, request):
            return client.DescribeInstances(request)
    """,
    "tenacity for listed codes": """
        from tenacity import retry, retry_if_exception
        from tencentcloud.cvm.v20170312 import cvm_client

        @«retry(retry=retry_if_exception(lambda e: e.code == "RequestLimitExceeded"))»
        def find(client: cvm_client.CvmClient, request):
            return client.DescribeInstances(request)
    """,
    "backoff with an interval of nothing": """
        import backoff
        from tencentcloud.cvm.v20170312 import cvm_client

        @«backoff.on_exception(backoff.constant, Exception, interval=0, jitter=None)»
        def find(client: cvm_client.CvmClient, request):
            return client.DescribeInstances(request)
    """,
    "retrying without a wait": """
        from retrying import retry
        from tencentcloud.cvm.v20170312 import cvm_client

        @«retry(stop_max_attempt_number=3)»
        def find(client: cvm_client.CvmClient, request):
            return client.DescribeInstances(request)
    """,
    "retry without a delay": """
        from retry import retry
        from tencentcloud.cvm.v20170312 import cvm_client

        @«retry(tries=3)»
        def find(client: cvm_client.CvmClient, request):
            return client.DescribeInstances(request)
    """,
    "an async loop of tenacity": """
        from tenacity import AsyncRetrying, stop_after_attempt
        from tencentcloud.cvm.v20170312.cvm_client_async import CvmClient

        async def find(client: CvmClient, request):
            «async for attempt in AsyncRetrying(stop=stop_after_attempt(3)):»
                with attempt:
                    return await client.DescribeInstances(request)
    """,
    "a function that calls itself at once": """
        «def find(tries=3):»
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                if not tries:
                    raise
                return find(tries - 1)
    """,
    "a retry decorator of the project": """
        def with_retry(func):
            def wrapper(*args):
                «for attempt in range(3):»
                    try:
                        return func(*args)
                    except Exception as e:
                        last = e
                raise last
            return wrapper

        class Servers:
            @with_retry
            def find(self, request):
                return client.DescribeInstances(request)
    """,
    "a raw answer": """
        import requests

        def find(payload):
            «while True:»
                body = requests.post("https://cvm.tencentcloudapi.com", json=payload).json()
                if body["Response"].get("Error"):
                    continue
                return body
    """,
}


@pytest.mark.parametrize("example", VALID.values(), ids=VALID.keys())
def test_valid(example: str) -> None:
    assert_valid(example, "TCL502")


@pytest.mark.parametrize("example", INVALID.values(), ids=INVALID.keys())
def test_invalid(example: str) -> None:
    assert_invalid(example, "TCL502")


def test_the_message_names_a_code_that_is_repeated_at_once() -> None:
    code = whole(INVALID["one code of several has no delay"])
    (found,) = findings(code.replace("«", "").replace("»", ""), "TCL502")
    assert "`FailedOperation.Busy`" in found.message.en
    assert "`FailedOperation.Busy`" in found.message.zh
