"""Names that stand in code tests and are no codes: class names of exceptions, codes of COS."""

import builtins
from collections.abc import Collection

_BUILTIN = frozenset(
    name
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, BaseException)
)
_REQUESTS = frozenset(
    {"RequestException", "HTTPError", "ProxyError", "SSLError", "ConnectTimeout", "ReadTimeout"}
    | {"Timeout", "URLRequired", "TooManyRedirects", "MissingSchema", "InvalidSchema", "InvalidURL"}
    | {"InvalidHeader", "InvalidProxyURL", "ChunkedEncodingError", "ContentDecodingError"}
    | {"StreamConsumedError", "RetryError", "UnrewindableBodyError", "InvalidJSONError"}
    | {"JSONDecodeError", "RequestsWarning", "FileModeWarning"}
)
_URLLIB3 = frozenset(
    {"PoolError", "RequestError", "DecodeError", "ProtocolError", "MaxRetryError"}
    | {"HostChangedError", "TimeoutStateError", "TimeoutError", "ReadTimeoutError"}
    | {"ConnectTimeoutError", "NewConnectionError", "NameResolutionError", "EmptyPoolError"}
    | {"FullPoolError", "ClosedPoolError", "LocationValueError", "LocationParseError"}
    | {"URLSchemeUnknown", "ResponseError", "ResponseNotChunked", "BodyNotHttplibCompatible"}
    | {"IncompleteRead", "InvalidChunkLength", "ProxySchemeUnknown", "HeaderParsingError"}
)
_HTTPX = frozenset(
    {"HTTPStatusError", "TransportError", "TimeoutException", "PoolTimeout", "WriteTimeout"}
    | {"NetworkError", "ConnectError", "ReadError", "WriteError", "CloseError"}
    | {"LocalProtocolError", "RemoteProtocolError", "UnsupportedProtocol", "DecodingError"}
    | {"InvalidURL", "CookieConflict", "StreamError", "StreamClosed", "ResponseNotRead"}
    | {"RequestNotRead"}
)
_STANDARD = frozenset(
    {"SSLZeroReturnError", "SSLWantReadError", "SSLWantWriteError", "SSLSyscallError"}
    | {"SSLEOFError", "SSLCertVerificationError", "CertificateError", "gaierror", "herror"}
    | {"timeout", "error", "BadStatusLine", "CannotSendRequest", "RemoteDisconnected"}
    | {"IncompleteRead", "InvalidURL", "LineTooLong", "NotConnected", "ResponseNotReady"}
)

EXCEPTIONS = _BUILTIN | _REQUESTS | _URLLIB3 | _HTTPX | _STANDARD
"""Classes whose name a typed call makes the code when it wraps one: a call's
`raise TencentCloudSDKException(type(e).__name__, str(e))` in each client class of the SDK."""

COS_CODES = frozenset(
    {"AccessDenied", "BucketAlreadyExists", "BucketAlreadyOwnedByYou", "BucketNotEmpty"}
    | {"EntityTooLarge", "EntityTooSmall", "InvalidAccessKeyId", "InvalidBucketName"}
    | {"InvalidDigest", "InvalidPart", "InvalidPartOrder", "InvalidRange", "MalformedXML"}
    | {"MethodNotAllowed", "NoSuchBucket", "NoSuchBucketPolicy", "NoSuchCORSConfiguration"}
    | {"NoSuchKey", "NoSuchLifecycleConfiguration", "NoSuchTagSet", "NoSuchUpload"}
    | {"NoSuchWebsiteConfiguration", "ObjectNotAppendable", "PositionNotEqualToLength"}
    | {"RequestTimeTooSkewed", "SignatureDoesNotMatch"}
)
"""Codes of Cloud Object Storage, which has an SDK and an error class (`CosServiceError`) of its
own; from the page on error codes of the COS API."""


def catches_foreign(other_errors: Collection[str], classes: frozenset[str]) -> bool:
    """Tell whether a clause for the SDK error also catches errors of another vendor.

    `other_errors` are the dotted names of what it catches besides, `classes` the names of the
    classes that the project defines.
    """
    names = (name.rpartition(".")[2] for name in other_errors)
    return any(name not in EXCEPTIONS and name not in classes for name in names)
