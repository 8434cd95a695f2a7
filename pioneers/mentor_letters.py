"""What a pair is told when it begins and when it is over."""

from __future__ import annotations

from core import links, mail
from pioneers.models import Pairing
from pioneers.selectors.mentors import with_people


def tell_paired(pairing: Pairing) -> None:
    pairing = with_people().get(pk=pairing.pk)
    mentor, pioneer = pairing.mentor.user, pairing.pioneer
    place = ", ".join(filter(None, [pioneer.get_role_display(), pioneer.home_name]))
    mail.queue_many(
        [
            _message(
                "mentor_paired",
                pairing,
                mentor,
                pioneer=str(pioneer),
                place=place,
                their_email=pioneer.person.email,
                page=links.absolute("pioneers:mentees"),
            ),
            _message(
                "pioneer_paired",
                pairing,
                pioneer.person,
                mentor=str(mentor),
                their_email=mentor.email,
                page=links.absolute("pioneers:own_mentor"),
            ),
        ]
    )


def tell_over(pairing: Pairing, *, pioneer_too: bool = True) -> None:
    """Why it ended is not said: staff speak to people about that."""
    pairing = with_people().get(pk=pairing.pk)
    mentor, pioneer = pairing.mentor.user, pairing.pioneer
    messages = [_message("mentoring_over", pairing, mentor, other=str(pioneer))]
    if pioneer_too:
        messages.append(_message("mentoring_over", pairing, pioneer.person, other=str(mentor)))
    mail.queue_many(messages)


def _message(kind: str, pairing: Pairing, to: object, **context: str) -> mail.Message:
    return mail.Message(
        kind=kind,
        key=f"{kind}:pairing:{pairing.pk}:user:{to.pk}",  # type: ignore[attr-defined]
        to_email=to.email,  # type: ignore[attr-defined]
        to_name=to.name,  # type: ignore[attr-defined]
        person_id=to.pk,  # type: ignore[attr-defined]
        scope=pairing.pioneer.cohort.scope,
        thread=f"pairing:{pairing.pk}",
        context={
            "first_name": to.first_name or "there",  # type: ignore[attr-defined]
            "cohort": pairing.pioneer.cohort.name,
            **context,
        },
    )
