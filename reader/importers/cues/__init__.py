"""Cues: words with the time at which they are heard, and how they become turns.

Every transcript that comes as timed pieces goes the same way: its importer reads cues, their labels
say who speaks (:mod:`voices`), and cues of one speaker become a turn (:mod:`turns`).
"""
