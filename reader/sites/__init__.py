"""Sites: what to ask for when a reader gives an address, and what to make of the answers.

Pure: nothing here opens the network. A site is a module with ``recognise(link)``; it gives an
address whose plan yields requests, is sent the answers, and returns a source for the importers.
"""

from reader.sites.registry import SITES, recognise
from reader.sites.wire import Address, Answer, Found, Plan, Request, is_address, web_link

__all__ = ["SITES", "Address", "Answer", "Found", "Plan", "Request", "is_address", "recognise", "web_link"]
