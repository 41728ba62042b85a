"""Speeds, each beside the plain alternative in the same run. `make bench` prints a table; nothing here is a test."""
