"""The reviewer's pages: what is mine to read, and reading one after the other."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.functional import cached_property

from cohorts.models import Cohort
from core.access import visible_or_404
from core.errors import Refused
from core.views import FormPage, Page
from pioneers import blindness, permissions
from pioneers.enums import QuestionKind
from pioneers.forms.reading import ConflictForm
from pioneers.forms.reviewing import SCORE_WORDS, ReviewForm
from pioneers.models import Application, Review
from pioneers.selectors import readers
from pioneers.selectors import reviewing as rows
from pioneers.selectors.applications import read_answers
from pioneers.selectors.staff import for_reader, one_for_reader, reads_blind
from pioneers.services import readers as services
from pioneers.services import reviewing

SHORTEST_SEARCH = 3


class Reading(Page):
    """Over all cohorts: what is to read, what is read, and until when."""

    template_name = "pioneers/reading.html"
    rule = permissions.reads
    title = "Reading"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            shares=readers.shares(self.request.user),
            saved=saved_of(self.request),
            **kwargs,
        )


def saved_of(request: HttpRequest) -> str:
    """The application whose words the device need not keep any longer."""
    saved = request.GET.get("saved", "")
    return f"reading-{saved}" if saved.isdecimal() else ""


class ReadingMixin:
    """A page about one application that this person reads."""

    rule = permissions.reads_as_reviewer
    request: Any
    kwargs: dict[str, Any]
    subject: Application

    def get_subject(self) -> Application:
        return one_for_reader(self.request.user, self.kwargs["application_pk"])

    @property
    def cohort(self) -> Cohort:
        return self.subject.cohort

    @property
    def blind(self) -> bool:
        return reads_blind(self.request.user, self.cohort)

    def name(self) -> str:
        return blindness.title(self.subject, blind=self.blind)

    def here(self) -> str:
        return reverse("pioneers:read_application", args=[self.subject.pk])

    def after(self, *, others: bool) -> str:
        """The next one to read, or the list where nothing is left."""
        user = self.request.user
        mine = for_reader(user).filter(cohort=self.cohort)
        following = rows.next_to_review(user, mine, after=self.subject.pk, others=others)
        if following is None:
            return reverse("pioneers:reading")
        return reverse("pioneers:read_application", args=[following.pk])


class ReadApplication(ReadingMixin, FormPage):
    """One application and the reader's own scores. "Save and next" leads to the next."""

    template_name = "pioneers/read_application.html"
    form_class = ReviewForm

    @cached_property
    def reviews(self) -> list[Review]:
        return rows.reviews_of(self.subject)

    @cached_property
    def seen(self) -> tuple[Review | None, list[Review]]:
        return rows.seen_by(self.request.user, self.reviews)

    def get_form(self, form_class: Any = None) -> forms.Form:
        return ReviewForm(
            self.request.POST or None,
            criteria=rows.criteria_of(self.cohort),
            review=self.seen[0],
        )

    def save(self, form: Any) -> str:
        others = not readers.given_to(self.request.user, self.subject)
        reviewing.review(
            self.subject,
            by=self.request.user,
            scores=form.scores(),
            note=form.cleaned_data["note"],
        )
        messages.success(self.request, f"Your scores for {self.name()} are saved.")
        url = self.after(others=others) if "next" in self.request.POST else self.here()
        return f"{url}?saved={self.subject.pk}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, application = self.request.user, self.subject
        own, others = self.seen
        return super().get_context_data(
            **{
                "title": self.name(),
                "cohort": self.cohort,
                "blind": self.blind,
                "facts": facts(application, blind=self.blind),
                "answers": answers(application, blind=self.blind),
                "score_words": SCORE_WORDS,
                "marks": rows.marks(user, self.reviews),
                "own": own,
                "others": others,
                "left": rows.left_of_given(user, self.cohort),
                "conflict_form": ConflictForm(),
                "saved": saved_of(self.request),
                **kwargs,
            }
        )


def facts(application: Application, *, blind: bool) -> list[tuple[str, Any]]:
    """What a reader needs; how to reach the applicant is not theirs to know."""
    found = blindness.facts(application)
    if not blind:
        home = application.home
        found += [
            ("Home", application.home_name),
            ("Provider", home.provider_name if home else ""),
        ]
    return found


def answers(application: Application, *, blind: bool) -> list[dict[str, Any]]:
    """What reviewers may read, without names and files where they read blind."""
    return [
        {
            "question": row.question,
            "text": blindness.mask(row.text, application) if blind else row.text,
            "file": row.is_file,
        }
        for row in read_answers(application, reviewing=True, blind=blind)
        if not (blind and row.question.kind == QuestionKind.FILE)
    ]


class Keep(ReadingMixin, Page):
    """Says to the page that typing stays on the device: scores count only when they are saved."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self.here())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return JsonResponse({"words": "Kept on this device until you press Save."})


class DeclareConflict(ReadingMixin, FormPage):
    """One press on the reading page."""

    template_name = "pioneers/read_application.html"
    form_class = ConflictForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self.here())

    def form_invalid(self, form: Any) -> HttpResponse:
        messages.error(self.request, "Please say why in fewer words.")
        return HttpResponseRedirect(self.here())

    def save(self, form: Any) -> str:
        others = not readers.given_to(self.request.user, self.subject)
        services.declare_conflict(
            self.subject, by=self.request.user, reason=form.cleaned_data["reason"]
        )
        messages.success(
            self.request, f"Thank you. You no longer see {self.name()}; somebody else reads it."
        )
        return f"{self.after(others=others)}?saved={self.subject.pk}"


class CohortReadMixin:
    rule = permissions.reads_for_cohort
    request: Any
    kwargs: dict[str, Any]

    def get_subject(self) -> Cohort:
        return visible_or_404(readers.cohorts_read(self.request.user), pk=self.kwargs["cohort_pk"])


class ReadNext(CohortReadMixin, Page):
    """Leads to the least read of those allotted to me, or with ?others=1 of the rest."""

    subject: Cohort

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = rows.next_to_review(
            request.user,
            for_reader(request.user).filter(cohort=self.subject),
            others="others" in request.GET,
        )
        if found is None:
            messages.success(request, f"You have read all that is yours in {self.subject}.")
            return HttpResponseRedirect(reverse("pioneers:reading"))
        return HttpResponseRedirect(reverse("pioneers:read_application", args=[found.pk]))


class Connections(CohortReadMixin, Page):
    """In advance: which homes and providers this person should not read from.

    They are looked up in the whole register. To choose from those who applied would tell a blind
    reviewer who did.
    """

    template_name = "pioneers/connections.html"
    title = "Homes and providers that I know"
    subject: Cohort

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = self.request.GET.get("q", "").replace("\x00", " ").strip()[:100]
        long_enough = len(words) >= SHORTEST_SEARCH
        return super().get_context_data(
            cohort=self.subject,
            q=words,
            too_short=bool(words) and not long_enough,
            homes=readers.homes_named(words) if long_enough else [],
            providers=readers.providers_named(words) if long_enough else [],
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        home = None
        if "home" in request.POST:
            home = visible_or_404(readers.any_home(), pk=request.POST["home"])
        provider = request.POST.get("provider", "")
        if not home and not provider:
            return HttpResponseRedirect(request.path)
        try:
            services.declare_connection(self.subject, by=request.user, home=home, provider=provider)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(request.path)
        messages.success(
            request, "Noted. If anybody applied from there, you do not see their application."
        )
        return HttpResponseRedirect(request.path)
