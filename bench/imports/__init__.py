"""What the import of a million rows costs: time, memory, and the patience of those whose requests come meanwhile."""
