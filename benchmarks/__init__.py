"""Speed and faults, each beside its floor in one run."""
