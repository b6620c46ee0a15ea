"""The handbook in docs/: what the code does, in tables, made from the code itself."""
