"""`python -m bench.row`."""

import sys

from bench.row.run import main

sys.exit(main(sys.argv[1:]))
