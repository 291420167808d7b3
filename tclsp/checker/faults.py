"""What is said of a fault of the checker itself."""

import os


def described_fault(error: Exception) -> str:
    """Return what a report of a fault needs: its kind, its text, and where it was raised."""
    import traceback

    place = traceback.extract_tb(error.__traceback__)[-1]
    file = os.path.basename(place.filename)
    kind = type(error).__name__
    return f"internal error, please report it: {kind}: {error} ({file}:{place.lineno})"
