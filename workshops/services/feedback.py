"""One answer after a session. It is counted; who gave it is noted apart, without the answer.

There is no line in the trail: it would have a time, and times beside counts tell who said what.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F

from core import mail
from core.errors import Refused
from core.models import OutboundEmail
from pioneers.models import Pioneer
from workshops import feedback
from workshops.models import FeedbackGiven, FeedbackTally, LearningSet, Session

SAID = "You have told us already. Thank you."


@transaction.atomic
def give(session: Session, *, mark: Any, by: Any) -> None:
    """Count one answer of somebody who came; once for each session, in no order."""
    if str(mark) not in {str(one) for one in feedback.MARKS}:
        raise Refused("Press one of the five.")
    _lock(session)
    if not feedback.to_answer(by).filter(pk=session.pk).exists():
        raise Refused(SAID if has_given(session, by) else why_not(session))
    pioneer = Pioneer.objects.get(person=by, cohort=session.cohort_id)
    FeedbackGiven.objects.create(session=session, pioneer=pioneer)
    tally, _ = FeedbackTally.objects.get_or_create(session=session, mark=int(mark))
    FeedbackTally.objects.filter(pk=tally.pk).update(count=F("count") + 1)
    _show_more(session)
    waiting = OutboundEmail.objects.filter(key=key_of(session, by.pk))
    mail.cancel(waiting, reason="No longer needed.")


def key_of(session: Session, person: int) -> str:
    return f"feedback:session:{session.pk}:user:{person}"


def has_given(session: Session, by: Any) -> bool:
    return FeedbackGiven.objects.filter(session=session, pioneer__person=by).exists()


def why_not(session: Session) -> str:
    if not session.is_over:
        return "This session is not over yet. We will ask you afterwards."
    return "We ask only those who came, for a month. If the register is wrong, please write to us."


def _lock(session: Session) -> None:
    """Of two answers at once in one group, the second counts when the first is counted."""
    if session.learning_set_id:
        LearningSet.objects.select_for_update().get(pk=session.learning_set_id)
    else:
        Session.objects.select_for_update().get(pk=session.pk)


def _show_more(session: Session) -> None:
    """What is shown follows when five different people have answered since it last did."""
    group = feedback.group_of(session)
    fresh = FeedbackGiven.objects.filter(group, shown=False)
    if fresh.order_by().values("pioneer").distinct().count() >= feedback.ENOUGH:
        FeedbackTally.objects.filter(group).update(shown=F("count"))
        fresh.update(shown=True)
