"""How the Go SDK, which names services as the API does, and the Python SDK name a service."""

_PACKAGES = {"as": "autoscaling"}
"""`as` is a keyword of Python, so no package can be called that."""


def package_of(service: str) -> str:
    """Return the name of a service's Python package for either of its names."""
    return _PACKAGES.get(service, service)
