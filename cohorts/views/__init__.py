"""Pages of cohorts, funders, the team and the outbox."""

from cohorts.views.base import CohortPage

__all__ = ["CohortPage"]
