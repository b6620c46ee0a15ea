"""What staff declare, and the models that check it."""
