"""Measures: values worked out from the rows of a dataset, for one person by the reference, for everybody by columns."""
