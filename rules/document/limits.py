"""How large a document may be: far above what a company's rules need, far below what hurts a server."""

MOST_BYTES = 1024 * 1024
"""Length of the source, as UTF-8."""

DEEPEST = 32
"""Maps and lists inside one another."""

MOST_NODES = 20_000
"""Keys, values, maps and lists together."""

LONGEST_TEXT = 10_000
"""Characters of one value, as written."""

LONGEST_KEY = 200
"""Characters of one key."""

MOST_INTEGER_DIGITS = 15
"""Digits before the decimal point: every number in the product is below 10^15."""

MOST_DECIMALS = 12
"""Digits after the decimal point, as written."""

MOST_ISSUES = 200
"""Problems reported for one document; reading stops there."""
