"""``./dev bench imports``."""

import sys

from bench.imports.run import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
