"""Sessions and learning sets as Pioneers and facilitators see them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from core.access import visible_or_404
from core.views import Page
from workshops import feedback, own_actions, permissions, selectors, standings
from workshops.enums import AttendanceState, SessionState
from workshops.models import LearningSet, Session
from workshops.views.own_actions import Unkept


class Sessions(Page):
    rule = permissions.takes_part
    template_name = "workshops/sessions.html"
    title = "Your sessions"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            coming=selectors.sessions_to_come(user),
            attended=selectors.sessions_attended(user),
            led=selectors.sessions_led(user),
            own_lines=standings.own(user),
            **kwargs,
        )


class SessionMixin:
    rule = permissions.may_see_session
    request: Any
    kwargs: dict[str, Any]
    subject: Any

    def get_subject(self) -> Session:
        rows = Session.objects.visible_to(self.request.user)
        return visible_or_404(
            rows.select_related("cohort", "learning_set__facilitator", "learning_set__cohort"),
            pk=self.kwargs["pk"],
        )

    def back(self) -> str:
        return reverse("workshops:session", args=[self.subject.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(  # type: ignore[misc]
            **{"session": self.subject, "back": self.back(), **kwargs}
        )


class SessionPage(SessionMixin, Unkept, Page):
    template_name = "workshops/session.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, session = self.request.user, self.subject
        keeps_register = permissions.may_take_register(user, session)
        open_for_apologies = session.state == SessionState.PUBLISHED and not session.is_over
        rows = list(selectors.register_of(session)) if keeps_register else []
        may_edit = permissions.staff(user, session)
        return super().get_context_data(
            title=session.title,
            mine=selectors.own_attendance(user, session),
            may_join=bool(session.online_link) and permissions.may_join(user, session),
            may_send_apologies=open_for_apologies and permissions.may_send_apologies(user, session),
            keeps_register=keeps_register,
            rows=rows,
            may_edit=may_edit,
            missing=sum(row.state == AttendanceState.ABSENT for row in rows) if may_edit else 0,
            own=session.learning_set and own_actions.panel(user, session.learning_set),
            own_back=f"session-{session.pk}",
            materials=session.materials.all(),
            may_add_material=permissions.may_add_material(user, session),
            may_see_set=bool(session.learning_set)
            and permissions.may_see_set(user, session.learning_set),
            register_waits=keeps_register
            and session.state == SessionState.PUBLISHED
            and session.is_over
            and session.register_taken_at is None,
            may_say_how=session.is_over and feedback.to_answer(user).filter(pk=session.pk).exists(),
            **kwargs,
        )


class LearningSets(Page):
    rule = permissions.takes_part
    template_name = "workshops/learning_sets.html"
    title = "Your learning sets"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(sets=selectors.own_sets(self.request.user), **kwargs)


class LearningSetPage(Unkept, Page):
    rule = permissions.may_see_set
    template_name = "workshops/learning_set.html"

    def get_subject(self) -> LearningSet:
        rows = LearningSet.objects.visible_to(self.request.user)
        return visible_or_404(rows.select_related("cohort", "facilitator"), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, learning_set = self.request.user, self.subject
        leads = permissions.may_see_members_needs(user, learning_set)
        meetings = list(selectors.meetings_of(learning_set))
        coming = selectors.next_meeting(user, meetings)
        return super().get_context_data(
            title=str(learning_set),
            learning_set=learning_set,
            leads=leads,
            members=selectors.members_of(learning_set, with_needs=leads),
            later=[
                one
                for one in meetings
                if not one.is_over and not (coming and one.pk == coming.session.pk)
            ],
            past=[one for one in reversed(meetings) if one.is_over],
            next_meeting=coming,
            takes_part=permissions.takes_part(user, learning_set),
            may_join=coming is not None and permissions.may_join(user, coming.session),
            own=own_actions.panel(user, learning_set),
            own_back=f"set-{learning_set.pk}",
            figure=feedback.figure_of(learning_set) if leads else None,
            **kwargs,
        )
