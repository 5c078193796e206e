"""Measurements of speed: one person in one process (`row`) and one request through the API (`http`)."""
