"""Everything that is held about a person, and what of it they are given.

`kept` says it field by field for every model, `reading` fetches it, `archive` makes the file.
"""
