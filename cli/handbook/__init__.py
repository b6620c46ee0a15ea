"""The handbook in docs/process/: what the code does, in tables, made from the code itself."""
