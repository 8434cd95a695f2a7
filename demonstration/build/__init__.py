"""Builds the demonstration through the services, as its people would have done it, day by day."""

from demonstration.build.everything import build

__all__ = ["build"]
