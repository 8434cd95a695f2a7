from reports.models.funder_summary import FunderSummary

__all__ = ["FunderSummary"]
