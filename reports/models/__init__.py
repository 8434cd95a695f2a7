from reports.models.certificate import Certificate
from reports.models.funder_summary import FunderSummary

__all__ = ["Certificate", "FunderSummary"]
