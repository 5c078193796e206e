"""From a file to events: which column is what, how its cells are written, what is refused."""
