"""What is said when a file is no table that can be read."""

from core.errors import Refused


class Unreadable(Refused):
    """The file cannot be read as a table. The text says what it seems to be instead."""


def damaged(what: str = "file") -> Unreadable:
    return Unreadable(
        f"The {what} is damaged or was only partly downloaded, so it cannot be read to the end."
    )
