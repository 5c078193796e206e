"""One person at a time, in one process: the same monthly rule set computed by several tools, checked, then timed."""
