"""Mails before anybody gets them: those of a step for a state, and how many on which day."""
