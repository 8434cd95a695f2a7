"""Changes to learning sets, sessions and registers."""

from workshops.services import registers, sessions, sets

__all__ = ["registers", "sessions", "sets"]
