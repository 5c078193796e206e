"""A contact centre that does not exist: its people, what happened there, and how much of it there was."""
