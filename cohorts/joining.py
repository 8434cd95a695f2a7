"""How work for a programme and for a funder is joined, where both records of a person have it."""

from __future__ import annotations

from cohorts.enums import StaffLevel
from cohorts.models import FunderContact, StaffMembership
from core import clock
from core.merging import Joining, Rule, add_rule


def one_membership(theirs: StaffMembership, ours: StaffMembership, joining: Joining) -> None:
    """The higher level stays: the last administrator must not be lost. The other ends today."""
    if theirs.level == StaffLevel.ADMINISTRATOR and ours.level != theirs.level:
        joining.keep_values(ours, level=ours.level)
        ours.level = theirs.level
        ours.save(update_fields=["level"])
    _end(theirs)


def one_contact(theirs: FunderContact, ours: FunderContact, joining: Joining) -> None:
    _end(theirs)


def _end(row: StaffMembership | FunderContact) -> None:
    row.left_on = clock.today()
    row.save(update_fields=["left_on"])


def membership_words(theirs: StaffMembership, ours: StaffMembership) -> str:
    return f"Both work for {ours.programme}. One entry ends today; the higher level stays."


def contact_words(theirs: FunderContact, ours: FunderContact) -> str:
    return f"Both are contacts of {ours.funder}. One entry ends today."


add_rule("cohorts.staffmembership.user", Rule(join=one_membership, words=membership_words))
add_rule("cohorts.fundercontact.user", Rule(join=one_contact, words=contact_words))
