"""``python -m geo``: see `geo.cli`."""

import sys

from geo.cli import main

__all__: list[str] = []

if __name__ == "__main__":
    sys.exit(main())
