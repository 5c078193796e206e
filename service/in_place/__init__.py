"""Scoring people where their Parquet files are, by DuckDB in this process or by Spark on many machines.

The plan of the program does the work; whoever it cannot prove is scored by the engine's own Python. Both engines write
the same rows.
"""
