"""The Technical Assistance Tracker (TAT): the record of a cycle and its rules."""
