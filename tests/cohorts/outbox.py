"""What the tests of the outbox share: a row of it, and its addresses."""

from __future__ import annotations

from core import clock
from core.models import OutboundEmail


def mail(cohort, state="due", **fields) -> OutboundEmail:
    n = OutboundEmail.objects.count()
    if state == "sent":
        fields["sent_at"] = clock.now()
    return OutboundEmail.objects.create(
        **{
            "key": f"m{n}",
            "kind": "session_reminder",
            "scope": cohort.scope,
            "to_email": f"p{n}@homes.example",
            "to_name": f"Person {n}",
            "subject": f"Letter {n}",
            "body": "Dear Grace",
            "state": state,
            "message_id": f"<{n}@x>",
            **fields,
        }
    )


def outbox(cohort, rest="") -> str:
    return f"/staff/cohorts/{cohort.pk}/outbox/{rest}"


def states(*rows) -> list[str]:
    return [OutboundEmail.objects.get(pk=row.pk).state for row in rows]
