"""Importers: text from outside in, documents out; no file is opened and no address fetched here."""
