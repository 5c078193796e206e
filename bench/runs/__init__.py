"""A whole period through the API's own path: prepared, scored, stored, and what storing costs beside a bare load."""
