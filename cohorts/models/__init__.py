from cohorts.models.cohort import Cohort
from cohorts.models.funder import Funder, FunderContact, Funding
from cohorts.models.mail_rule import MailRule
from cohorts.models.programme import Borough, Programme, StaffMembership

__all__ = [
    "Borough",
    "Cohort",
    "Funder",
    "FunderContact",
    "Funding",
    "MailRule",
    "Programme",
    "StaffMembership",
]
