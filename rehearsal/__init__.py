"""A whole cycle on a simulated clock with simulated people, through the same code."""
