"""TCL105 unreachable-handler: what it reports and what it leaves alone."""

import pytest

from tclsp.analysis.options import AnalysisOptions
from tests.rules.examples import assert_invalid, assert_valid, findings, whole

VALID = {
    "the narrow clause first": """
        try:
            client.DescribeInstances(request)
        except TencentCloudSDKException as e:
            raise
        except Exception:
            raise
    """,
    "clauses for other errors before it": """
        try:
            client.DescribeInstances(request)
        except (ValueError, KeyError):
            raise
        except TencentCloudSDKException:
            raise
    """,
    "an inner try that raises again": """
        try:
            try:
                client.DescribeInstances(request)
            except Exception:
                raise
        except TencentCloudSDKException:
            raise
    """,
    "two tries after each other": """
        try:
            client.DescribeInstances(request)
        except Exception:
            raise
        try:
            client.DescribeZones(request)
        except TencentCloudSDKException:
            raise
    """,
    "a subclass before the SDK error": """
        class Throttled(TencentCloudSDKException):
            pass

        try:
            client.DescribeInstances(request)
        except Throttled:
            raise
        except TencentCloudSDKException:
            raise
    """,
    "a vendored copy is another class": """
        from tencentcloud.common.exception.tencent_cloud_sdk_exception import (
            TencentCloudSDKException,
        )
        from private_cloud.tencentcloud.common.exception import (
            TencentCloudSDKException as PrivateError,
        )
        try:
            ask()
        except TencentCloudSDKException:
            raise
        except PrivateError:
            raise
    """,
    "a tuple that something else still reaches": """
        try:
            client.DescribeInstances(request)
        except TencentCloudSDKException:
            raise
        except (ValueError, TencentCloudSDKException):
            raise
    """,
    "KeyboardInterrupt is no Exception": """
        try:
            client.DescribeInstances(request)
        except Exception:
            raise
        except (TencentCloudSDKException, KeyboardInterrupt):
            raise
    """,
    "a class that nothing is known of": """
        from errors import ApiErrors
        from tencentcloud.common.exception.tencent_cloud_sdk_exception import (
            TencentCloudSDKException,
        )
        try:
            ask()
        except ApiErrors:
            raise
        except TencentCloudSDKException:
            raise
    """,
    "a clause for another error behind Exception": """
        try:
            client.DescribeInstances(request)
        except Exception:
            raise
        except ValueError:
            raise
    """,
    "the fallback of an import": """
        try:
            from tencentcloud.common.exception.tencent_cloud_sdk_exception import (
                TencentCloudSDKException,
            )
        except ImportError:
            TencentCloudSDKException = Exception
        try:
            ask()
        except TencentCloudSDKException:
            raise
        except Exception:
            raise
    """,
}

INVALID = {
    "after Exception": """
        try:
            client.DescribeInstances(request)
        except Exception:
            raise
        «except TencentCloudSDKException as e:»
            raise
    """,
    "after BaseException": """
        try:
            client.DescribeInstances(request)
        except BaseException:
            raise
        «except TencentCloudSDKException:»
            raise
    """,
    "after a tuple with Exception": """
        try:
            client.DescribeInstances(request)
        except (ValueError, Exception):
            raise
        «except TencentCloudSDKException:»
            raise
    """,
    "the same class twice": """
        try:
            client.DescribeInstances(request)
        except TencentCloudSDKException:
            raise
        except ValueError:
            raise
        «except TencentCloudSDKException:»
            raise
    """,
    "the same class by another name": """
        from tencentcloud.common import exception
        from tencentcloud.common.exception.tencent_cloud_sdk_exception import (
            TencentCloudSDKException as ApiError,
        )
        try:
            ask()
        except exception.TencentCloudSDKException:
            raise
        «except ApiError:»
            raise
    """,
    "a subclass behind the SDK error": """
        class Throttled(TencentCloudSDKException):
            pass

        try:
            client.DescribeInstances(request)
        except TencentCloudSDKException:
            raise
        «except Throttled:»
            raise
    """,
    "a tuple of which nothing is left": """
        try:
            client.DescribeInstances(request)
        except Exception:
            raise
        «except (TencentCloudSDKException, ValueError):»
            raise
    """,
    "Exception under a name": """
        ANY = (Exception,)

        try:
            client.DescribeInstances(request)
        except ANY:
            raise
        «except TencentCloudSDKException:»
            raise
    """,
    "no API call in the try": """
        def find():
            try:
                return ask()
            except Exception:
                return None
            «except TencentCloudSDKException:»
                return None
    """,
    "a nested try": """
        def find():
            for region in regions:
                try:
                    client.DescribeInstances(request)
                except Exception:
                    raise
                «except TencentCloudSDKException:»
                    raise
    """,
    "two dead clauses": """
        try:
            client.DescribeInstances(request)
        except Exception:
            raise
        «except TencentCloudSDKException as e:»
            raise
        «except TencentCloudSDKException:»
            raise
    """,
}


@pytest.mark.parametrize("example", VALID.values(), ids=VALID.keys())
def test_valid(example: str) -> None:
    assert_valid(example, "TCL105")


@pytest.mark.parametrize("example", INVALID.values(), ids=INVALID.keys())
def test_invalid(example: str) -> None:
    assert_invalid(example, "TCL105")


def test_a_class_of_the_settings_behaves_like_the_sdk_error() -> None:
    example = """
        import tencentcloud_private
        try:
            ask()
        except Exception:
            raise
        «except tencentcloud_private.CloudError:»
            raise
    """
    assert_invalid(example, "TCL105", AnalysisOptions(sdk_errors=("CloudError",)))
    assert_valid(example.replace("«", "").replace("»", ""), "TCL105")


def test_the_clause_that_catches_it_is_shown() -> None:
    code = whole(INVALID["after Exception"]).replace("«", "").replace("»", "")
    (finding,) = findings(code, "TCL105")
    (related,) = finding.related
    assert code[related.span.start : related.span.end] == "except Exception:"
