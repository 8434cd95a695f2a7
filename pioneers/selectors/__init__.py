"""Reads with joins: the public page, homes, applications, and what staff see of them."""
