"""`python -m bench.runs`."""

import sys

from bench.runs.run import main

sys.exit(main(sys.argv[1:]))
