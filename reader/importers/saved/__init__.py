"""Pages of sites saved from a browser, one module for each site; :mod:`.page` is what they share."""
