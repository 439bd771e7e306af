"""Giving a flat page its tree back: where comments begin, what each answers, who wrote it.

Everything here is evidence and one search for the best whole reading; nothing found is certain, and
all of it carries how sure it is and why. Lines and units are known by index from 0.
"""
