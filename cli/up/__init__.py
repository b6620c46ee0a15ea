"""`tacycle up`: everything that a cycle needs while it is under way, as one command."""
