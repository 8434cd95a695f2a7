"""Changes to cohorts, funders and the programme's team."""

from cohorts.services.cohorts import (
    COPIED,
    add_starter,
    change_cohort,
    copy_cohort,
    create_cohort,
    move_cohort,
)
from cohorts.services.funders import (
    add_funder,
    add_funder_contact,
    add_funding,
    end_funder_contact,
    remove_funding,
)
from cohorts.services.team import add_staff, end_staff

__all__ = [
    "COPIED",
    "add_funder",
    "add_funder_contact",
    "add_funding",
    "add_staff",
    "add_starter",
    "change_cohort",
    "copy_cohort",
    "create_cohort",
    "end_funder_contact",
    "end_staff",
    "move_cohort",
    "remove_funding",
]
