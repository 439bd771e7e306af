"""Fetching: the only package that opens the network."""

from reader.fetch.body import Watch, unwatched
from reader.fetch.client import Client
from reader.fetch.gathering import Gathered, gather
from reader.fetch.timing import Clock, Limits

__all__ = ["Client", "Clock", "Gathered", "Limits", "Watch", "gather", "unwatched"]
