"""``./dev bench people``."""

import sys

from bench.people.run import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
