"""``./dev bench console``."""

import sys

from bench.console.run import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
