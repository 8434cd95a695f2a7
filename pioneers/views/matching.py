"""Suggested matches, and two records of one person made one in three presses."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property

from core import merges
from core.access import visible_or_404
from core.errors import Refused
from core.models import MergeState, User
from core.views import ActionPage, FormPage, Page
from pioneers import people_permissions, permissions
from pioneers.forms.matching import JoinForm, SearchForm
from pioneers.models import Application
from pioneers.selectors import matching as rows
from pioneers.selectors import person as people
from pioneers.selectors import staff
from pioneers.services import matching
from pioneers.views.people_pages import PersonMixin

SHOWN = 50


class Matches(Page):
    template_name = "pioneers/matches.html"
    rule = people_permissions.knows_person
    title = "Perhaps the same"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        found = rows.matches_for(user)
        rows.keep_count(user, len(found))
        return super().get_context_data(
            proposals=rows.proposals_for(user),
            matches=found[:SHOWN],
            more=max(0, len(found) - SHOWN),
            homes=rows.home_matches(rows.without_home(user)),
            crumbs=[{"label": "People", "url": reverse("pioneers:staff_people")}],
            **kwargs,
        )


class JoinPeople(PersonMixin, FormPage):
    """This person's record beside another; without `?with=`, a search for the other."""

    form_class = JoinForm
    button = "Go on"

    @cached_property
    def other(self) -> User | None:
        wanted = self.request.GET.get("with", "")
        if not wanted:
            return None
        known = people.people_for(self.request.user).exclude(pk=self.subject.pk)
        return visible_or_404(known, pk=wanted)

    @cached_property
    def outline(self) -> merges.Outline:
        assert self.other is not None
        return people.without_names(self.request.user, merges.outline(self.subject, self.other))

    def get_template_names(self) -> list[str]:
        return ["pioneers/join_people.html" if self.other else "pioneers/find_other.html"]

    def get_form(self, form_class: Any = None) -> Any:
        if self.other is None:
            return SearchForm(self.request.GET)
        data = self.request.POST if self.request.method == "POST" else None
        return JoinForm(data, choices=self.outline.choices)

    def save(self, form: Any) -> str:
        if self.other is None:
            return self.request.get_full_path()
        merge = matching.propose(
            self.subject,
            self.other,
            by=self.request.user,
            choices=form.chosen(),
            keeps_address=form.cleaned_data["keeps_address"],
        )
        return reverse("pioneers:merge", args=[merge.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.other is None:
            words = self.request.GET.get("q", "")
            found = people.searched(self.request.user, words).exclude(pk=self.subject.pk)
            return super().get_context_data(
                title=f"Who else is {self.subject}?",
                found=list(found[:20]) if words else None,
                **kwargs,
            )
        return super().get_context_data(
            title="Two records, one person?",
            other=self.other,
            outline=self.outline,
            **kwargs,
        )


class NotSamePerson(PersonMixin, ActionPage):
    """The pair is not suggested again."""

    button = "They are two people"
    question = "This pair is not suggested again."

    @cached_property
    def other(self) -> User | None:
        wanted = self.request.POST.get("other") or self.request.GET.get("other", "")
        if not wanted:
            return None
        return visible_or_404(people.people_for(self.request.user), pk=wanted)

    def act(self) -> str:
        if self.other is None:
            raise Refused("Choose which two records you mean.")
        matching.not_the_same(self.subject, self.other, by=self.request.user)
        messages.success(
            self.request, f"{self.subject} and {self.other} are two people. Noted for good."
        )
        return self.back()

    def back(self) -> str:
        return reverse("pioneers:matches")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = f"{self.subject} and {self.other or 'somebody else'} are two people"
        return super().get_context_data(title=title, **kwargs)


class MergeMixin:
    rule = people_permissions.proposes_joining
    request: Any
    kwargs: dict[str, Any]

    def get_subject(self) -> Any:
        return visible_or_404(rows.merges_of(self.request.user), pk=self.kwargs["merge_pk"])


class MergePage(MergeMixin, Page):
    """What will happen, with the button for administrators; afterwards, what happened."""

    template_name = "pioneers/merge.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Whoever will find the button shows that it is they before, not after, pressing it."""
        show = super().get
        merge = self.subject
        waits = merge.state == MergeState.PROPOSED
        if waits and people_permissions.joins_records(self.request.user, merge):
            show = reauthentication_required(show)
        return show(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        merge, user = self.subject, self.request.user
        context: dict[str, Any] = {
            "merge": merge,
            "crumbs": [
                {"label": "People", "url": reverse("pioneers:staff_people")},
                {"label": "Perhaps the same", "url": reverse("pioneers:matches")},
            ],
        }
        if merge.state == MergeState.PROPOSED:
            outline = people.without_names(user, merges.outline(merge.stays, merge.goes))
            context |= {
                "title": f"Join the two records of {merge.stays}",
                "outline": outline,
                "kept": merges.kept(merge, outline.choices),
                "why_not": matching.why_not(user, merge),
            }
        else:
            context |= {
                "title": f"Two records of {merge.stays}",
                "noted": merges.noted(merge, whole=people.looks_up(user)),
            }
        return super().get_context_data(**context, **kwargs)


class JoinRecords(MergeMixin, ActionPage):
    """The press itself: for administrators who have just shown that it is they."""

    rule = people_permissions.joins_records
    button = "Join the two records"
    question = "Everything of both becomes one record. This cannot be undone by a press."
    danger = True

    @method_decorator(reauthentication_required)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().dispatch(request, *args, **kwargs)

    @property
    def title(self) -> str:  # type: ignore[override]
        return f"Join the two records of {self.subject.stays}"

    def act(self) -> str:
        merge = matching.join(self.subject, by=self.request.user)
        messages.success(self.request, "The two records are one. Both addresses have been told.")
        return reverse("pioneers:staff_person", args=[merge.stays_id])

    def back(self) -> str:
        return reverse("pioneers:merge", args=[self.subject.pk])


class DropMerge(MergeMixin, ActionPage):
    title = "Do not join these records"
    question = "The proposal goes. Nothing was changed by it, and the pair may be suggested again."
    button = "Drop the proposal"

    def act(self) -> str:
        matching.drop(self.subject, by=self.request.user)
        return reverse("pioneers:matches")

    def back(self) -> str:
        return reverse("pioneers:merge", args=[self.subject.pk])


class ApplicationMatches(Page):
    """Who the applicant may be, and which home they mean: fetched by the application's page once
    that is there, as people are compared for it."""

    rule = permissions.reviews_application
    template_name = "pioneers/application_matches.html"
    subject: Application

    def get_subject(self) -> Application:
        return visible_or_404(
            staff.for_reading(self.request.user), pk=self.kwargs["application_pk"]
        )

    def get_template_names(self) -> list[str]:
        return ["pioneers/_matches.html" if self.request.htmx else self.template_name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title="Twice on the list?",
            application=self.subject,
            found=rows.suggestions(self.request.user, self.subject),
            **kwargs,
        )


class AttachHome(ActionPage):
    """The home of the register that fits what was typed, attached with one press."""

    rule = people_permissions.proposes_joining
    button = "Attach this home"
    subject: Application

    def get_subject(self) -> Application:
        sent = people.named_applications(self.request.user).select_related(
            "cohort", "applicant", "home"
        )
        return visible_or_404(sent, pk=self.kwargs["application_pk"])

    @cached_property
    def match(self) -> Any:
        found = rows.home_matches([self.subject]) if self.subject.home_id is None else []
        return found[0] if found else None

    def act(self) -> str:
        if self.match is None:
            raise Refused("The register has no home that fits. It may be attached already.")
        shown = self.request.POST.get("home", str(self.match.home.pk))
        if shown != str(self.match.home.pk):
            raise Refused("Another home fits better by now. Please look once more.")
        matching.attach_home(self.subject, self.match.home, by=self.request.user)
        messages.success(self.request, f"{self.match.home} is attached. What was typed is kept.")
        return self.back()

    def back(self) -> str:
        if self.request.POST.get("from") == "matches":
            return reverse("pioneers:matches")
        return reverse("pioneers:staff_application", args=[self.subject.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        where = f"{self.match.home}, {self.match.home.full_address}" if self.match else "No home"
        return super().get_context_data(
            title="The home in the register",
            question=f"“{self.subject.home_as_typed}” → {where}.",
            **kwargs,
        )
