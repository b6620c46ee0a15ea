"""Every template's example as its reader gets it: <kind or purpose>.txt and .html.

Written once, read by eye, and compared exactly by tests/test_templates_examples.py. After a change
of words, write them anew with `python -m tests.mails` and read what changed with `git diff`.
"""
