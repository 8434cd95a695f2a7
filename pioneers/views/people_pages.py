"""People over the years, for staff: the list, one person, and what happened to them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from core.access import visible_or_404
from core.mail import kinds
from core.models import User
from core.views import ActionPage, ListPage, Page
from pioneers import history, people_permissions
from pioneers.forms.matching import SearchForm
from pioneers.selectors import matching
from pioneers.selectors import person as rows
from pioneers.selectors.staff import for_reading
from pioneers.services import matching as services


class StaffPeople(ListPage):
    """Everybody who has to do with the programmes one works for."""

    template_name = "pioneers/staff_people.html"
    rule = people_permissions.knows_person
    title = "People"

    def get_rows(self) -> Any:
        return rows.searched(self.request.user, self.request.GET.get("q", ""))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(filters=SearchForm(self.request.GET), **kwargs)


class PersonMixin:
    """One person of one's programmes; a record that was joined leads to the one that stayed."""

    rule = people_permissions.knows_person
    request: Any
    kwargs: dict[str, Any]
    subject: User

    def get_subject(self) -> User:
        known = rows.people_for(self.request.user)
        person = known.filter(pk=self.kwargs["pk"]).first()
        return person or visible_or_404(known, pk=rows.stayer_of(self.kwargs["pk"]))

    def here(self) -> str:
        return reverse("pioneers:staff_person", args=[self.subject.pk])

    def crumbs(self) -> list[dict[str, str]]:
        return [{"label": "People", "url": reverse("pioneers:staff_people")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(  # type: ignore[misc]
            **{
                "person": self.subject,
                "title": str(self.subject),
                "crumbs": self.crumbs(),
                **kwargs,
            }
        )


class StaffPerson(PersonMixin, Page):
    template_name = "pioneers/staff_person.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        whole = rows.whole(self.request.user, self.subject)
        others = [one.email for one in whole.addresses if one.email != self.subject.email.lower()]
        return super().get_context_data(
            whole=whole,
            facts=[
                ("E-mail", self.subject.email),
                *([("Also signs in with", ", ".join(others))] if others else []),
                ("Telephone", self.subject.phone),
                ("Known to us since", f"{self.subject.created_at:%B %Y}"),
            ],
            may_copy=people_permissions.may_give_copies(self.request.user, self.subject),
            newer=rows.newer_details(self.subject, whole.applications),
            matches=[
                (match.beside(self.subject), match.reasons)
                for match in matching.matches_of(self.request.user, self.subject)
            ],
            **kwargs,
        )


class PersonHistory(PersonMixin, Page):
    template_name = "pioneers/person_history.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        titles = {kind.key: kind.title for kind in kinds.all_kinds()}
        return super().get_context_data(
            happenings=history.in_words(rows.events_of(self.request.user, self.subject)),
            mails=[
                (titles.get(row.kind, row.subject), row)
                for row in rows.mails_to(self.request.user, self.subject)
            ],
            **kwargs,
        )

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), {"label": str(self.subject), "url": self.here()}]


class UseDetails(ActionPage):
    """The name and telephone that the person gave last become the person's own."""

    rule = people_permissions.proposes_joining
    title = "Use the newer details"
    question = "The name and the telephone of this application become the person’s own."
    button = "Use them"

    def get_subject(self) -> Any:
        return visible_or_404(
            for_reading(self.request.user).filter(
                pk__in=rows.named_applications(self.request.user).values("pk")
            ),
            pk=self.kwargs["application_pk"],
        )

    def act(self) -> str:
        services.use_details(self.subject, by=self.request.user)
        return self.back()

    def back(self) -> str:
        return reverse("pioneers:staff_person", args=[self.subject.applicant_id])
