"""One flow for each step, and the machinery by which its run waits and wakes."""
