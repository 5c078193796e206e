"""Real systems and the files they write: each source turns its files into rows of the dataset that it declares."""
