"""Thin shells around the screens. They are handed functions and never import the library or each other."""
