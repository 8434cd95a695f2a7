"""The one error that people are shown."""


class Refused(Exception):
    """A change that the rules do not allow; its message tells the person what to do instead."""
