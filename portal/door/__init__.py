"""One door for every file that comes in: kept as it came, on record, then read."""
