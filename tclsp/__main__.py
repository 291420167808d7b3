"""`python -m tclsp`."""

import sys

from tclsp.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
