"""The HTTP door: requests in, use cases called, answers and problems out. No SQL and no arithmetic here."""
