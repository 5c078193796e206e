"""Files of real systems, made up: as large as wanted, with the counts that belong to them."""
