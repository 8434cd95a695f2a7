"""Who to sign in as in the demonstration: one person per role, all with the same password."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db import transaction

from core import audit, people
from core.models import User
from demonstration import content
from demonstration.build import team

# Printed at every start and good for nothing else: production does not install this app.
PASSWORD = "one-cup-of-tea-more"  # noqa: S105 - printed, and for the demonstration only


@dataclass(frozen=True)
class SignIn:
    role: str
    person: content.Person
    sees: str


def sign_ins() -> list[SignIn]:
    """The demonstration's sign-ins, in the order in which a visitor would try them."""
    groups = content.people()
    draft = next(
        one for one in content.applications() if one.state == "draft" and one.progress == "half"
    )
    offered = next(one for one in content.applications() if one.state == "offered")
    return [
        SignIn("Administrator", groups["programme_staff"][0], "everything, and the team"),
        SignIn("Programme staff", groups["programme_staff"][1], "cohorts, applications, outbox"),
        SignIn("Facilitator", groups["facilitators"][0], "their own learning sets"),
        SignIn("Reviewer", groups["facilitators"][1], "the applications they were given to read"),
        SignIn("Applicant", draft.person, "an application half written"),
        SignIn("Applicant with an offer", offered.person, "a place to say yes to"),
        SignIn("Pioneer", content.running()[0].person, "sessions and a project in month five"),
        SignIn("Pioneer who begins", content.running()[-1].person, "a project to start"),
        SignIn("In a project’s team", team.WRITER, "the first Pioneer’s project, and writes in it"),
        SignIn("Mentor", groups["mentors"][0], "their mentees"),
        SignIn("Funder", groups["funder_contacts"][0], "the summaries issued to them"),
        SignIn("Alumna", content.past()[0].person, "the poster of a finished project"),
    ]


@transaction.atomic
def give_passwords() -> None:
    for sign_in in sign_ins():
        user = User.objects.get(email__iexact=sign_in.person.email)
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
        # Nobody reads these mailboxes, so nobody could confirm the address.
        EmailAddress.objects.filter(user=user).update(verified=True)
        audit.record("gave demonstration password", user, by=people.system())
