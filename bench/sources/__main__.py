"""``./dev bench sources``: write files of a month, with what is in them, and measure how fast they are read."""

import sys

from bench.sources.write import main

sys.exit(main())
