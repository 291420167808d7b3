"""Editor tooling and a checker for Python code that calls the Tencent Cloud API."""

__version__ = "0.1.0"
