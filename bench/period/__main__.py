"""`python -m bench.period`."""

import sys

from bench.period.run import main

sys.exit(main(sys.argv[1:]))
