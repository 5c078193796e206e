"""How long the console lets people wait, in a real browser: ten thousand results, a rule set of two hundred metrics."""
