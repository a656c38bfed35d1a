"""`content/` as values: what pages are made of, how they are read, and what is wrong with them."""
