"""The pages on which people answer and watch, and the loops beside them."""
