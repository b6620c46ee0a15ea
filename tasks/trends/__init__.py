"""Trends: what the states ask for (3.2, 3.9). Read the record, count, put into words, send.

`record` reads, `topics` and `coverage` count, `tables` and `edition` put into files and words,
`sending` decides what is due and sends it. What counts is pure: data frame in, data frame out.
"""
