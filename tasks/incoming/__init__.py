"""Mail that comes in: read from its mailbox, understood as far as it can be, put on record."""
