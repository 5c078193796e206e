"""`python -m bench.http`."""

import sys

from bench.http.run import main

sys.exit(main(sys.argv[1:]))
