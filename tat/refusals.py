"""How the record says no."""


class Refused(Exception):
    """Something that may not be done: the sentence says what stays, why, and what to do."""
