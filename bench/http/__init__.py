"""One request at a time through the whole product: HTTP, key, checks, scoring, answer."""
