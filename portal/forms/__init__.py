"""Forms: made from the model of an answer, and read back into its content."""
