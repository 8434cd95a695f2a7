"""What a session leaves behind: own actions, materials, and what people said of it."""

from __future__ import annotations

import random
import uuid
from datetime import timedelta

from cohorts.models import Cohort
from core import clock
from core.errors import Refused
from demonstration.build import people
from workshops import feedback
from workshops.enums import SessionKind
from workshops.models import Commitment, Session, SetMembership
from workshops.services import feedback as answers
from workshops.services import materials, own_actions

ACTIONS = (
    "Ask the night staff what would make handover calmer, and try one thing for a week.",
    "Put the fluids chart where the kitchen can see it.",
    "Have ten minutes with each senior, one a day, with the door shut.",
    "Ring the practice nurse about a fixed time for our weekly call.",
    "Let Tuesday’s huddle be led by a carer, and say nothing myself.",
    "Write down what went well on the hard shift, and read it to the team.",
    "Walk the building with a relative and ask what they notice.",
)
LINKS = (
    ("What is action learning? A two-page introduction", "https://example.org/action-learning"),
    ("Measuring for improvement: slides", "https://example.org/measuring"),
    ("Telling your story: worksheet", "https://example.org/your-story"),
    ("Keeping it going: checklist", "https://example.org/keeping-it-going"),
)


def leave_behind(cohort: Cohort, chance: random.Random) -> None:
    """Of a cohort that has met; some of its last sessions are still to be spoken of."""
    _add_links(cohort)
    _say_how_it_was(cohort, chance)
    _plan_actions(cohort, chance)


def _add_links(cohort: Cohort) -> None:
    workshops = cohort.sessions.filter(kind=SessionKind.WORKSHOP).order_by("starts_at")
    for session, (title, link) in zip(workshops, LINKS, strict=False):
        materials.add(session, title=title, link=link, by=people.staff()[1])


def _say_how_it_was(cohort: Cohort, chance: random.Random) -> None:
    """Two in three answer; of what happened in the last ten days nobody has yet."""
    before = clock.now() - timedelta(days=10)
    for session in Session.objects.past().filter(cohort=cohort, ends_at__lt=before):
        with clock.at(session.ends_at + timedelta(hours=5)):
            for row in session.attendances.select_related("pioneer__person"):
                by = row.pioneer.person
                mark = chance.choices([5, 4, 3, 2, 1], weights=[46, 36, 12, 4, 2])[0]
                if chance.random() < 0.67 and feedback.came_to(by).filter(pk=session.pk).exists():
                    answers.give(session, mark=mark, by=by)


def _plan_actions(cohort: Cohort, chance: random.Random) -> None:
    members = (
        SetMembership.objects.current()
        .filter(learning_set__cohort=cohort)
        .select_related("pioneer__person", "learning_set")
        .order_by("pk")
    )
    for number, one in enumerate(members):
        by = one.pioneer.person
        for place in range(chance.randint(1, 3)):
            row: Commitment = own_actions.keep(
                uuid.uuid4(),
                pioneer=one.pioneer,
                learning_set=one.learning_set,
                text=ACTIONS[(number + 3 * place) % len(ACTIONS)],
                by=by,
            )
            try:
                if chance.random() < 0.5:
                    own_actions.share(row, by=by)
            except Refused:
                continue
            if place == 2:
                own_actions.mark_done(row, by=by)
