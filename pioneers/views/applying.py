"""The pages of the application form: filled in, checked, sent, and changed after that."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from cohorts.enums import CareSetting
from core.access import visible_or_404
from core.errors import Refused
from core.views import Page
from pioneers.asking import asked, is_frozen, must_answer, question_pages
from pioneers.dates import as_shown, changes_since_yes, known_dates
from pioneers.enums import QuestionKind
from pioneers.forms.answers import AnswersForm
from pioneers.forms.application import DatesForm, FindHomeForm, HomeForm, YouForm
from pioneers.models import Answer, Application, Question
from pioneers.selectors import applications as rows
from pioneers.selectors import homes, public
from pioneers.services import amending
from pioneers.services import applications as services
from pioneers.views.drafts import DraftMixin, DraftPage, SaveMixin
from pioneers.views.own import sections


class KnownBefore(DraftPage):
    """A page whose boxes an earlier application may have filled."""

    known_fields: tuple[str, ...] = ()

    def earlier(self) -> Application | None:
        """The earlier application, while this page still says what that one said."""
        if not self.subject.is_draft:
            return None
        earlier = rows.newest_earlier(self.subject)
        if earlier is None:
            return None
        pairs = [
            (getattr(earlier, name), getattr(self.subject, name)) for name in self.known_fields
        ]
        return earlier if any(old and old == new for old, new in pairs) else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"earlier": self.earlier(), **kwargs})


class YouPage(KnownBefore):
    form_class = YouForm
    page = "you"
    lead = "Who you are, and how we reach you."
    known_fields = ("name", "phone", "role")


class HomePage(KnownBefore):
    """Found in the register by name or postcode; or typed, where it is not there."""

    form_class = HomeForm
    template_name = "pioneers/edit_home.html"
    page = "home"
    known_fields = ("home_id", "home_as_typed")

    @property
    def lead(self) -> str:  # type: ignore[override]
        if self.searching:
            return "Search for the place where you work. We know its address already."
        return "We know this much already. You only say if it is right."

    @property
    def searching(self) -> bool:
        return self.subject.home is None or "change" in self.request.GET

    def get_template_names(self) -> list[str]:
        if self.request.htmx and "q" in self.request.GET:
            return ["pioneers/_homes.html"]
        return [self.template_name]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "boroughs": public.boroughs(),
            "chosen": not self.searching,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.is_open and "home" in request.POST:
            return self.choose(request.POST["home"])
        return super().post(request, *args, **kwargs)

    def choose(self, pk: str) -> HttpResponse:
        home = visible_or_404(homes.in_scope().select_related("borough"), pk=pk)
        fields: dict[str, Any] = {"home": home}
        if home.borough:
            fields["borough"] = home.borough
        if not self.subject.setting and home.setting in self.subject.cohort.settings:
            fields["setting"] = home.setting
        if home != self.subject.home:
            fields |= {"facts_right": None, "facts_note": ""}
        try:
            if self.subject.is_draft:
                services.save_page(self.subject, by=self.request.user, fields=fields)
            else:
                amending.change(self.subject, by=self.request.user, page="home", fields=fields)
        except Refused as refusal:
            messages.error(self.request, str(refusal))
        return HttpResponseRedirect(self.url_of("home"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = self.request.GET.get("q", "")
        return super().get_context_data(
            searching=self.searching,
            find=FindHomeForm({"q": text}) if text else FindHomeForm(),
            q=text.strip(),
            found=homes.find_homes(text) if text else [],
            facts=register_facts(self.subject.home),
            **kwargs,
        )


def register_facts(home: Any) -> list[tuple[str, Any]]:
    """What the register knows, for a yes or no."""
    if home is None:
        return []
    facts = [
        ("Name", home.name),
        ("Address", home.full_address),
        ("Borough", home.borough),
        ("Provider", home.provider_name),
        ("Kind of place", CareSetting(home.setting).label),
        ("Beds", home.beds),
        ("CQC rating", home.rating),
    ]
    return [(what, value) for what, value in facts if value]


class AnswersPage(DraftPage):
    """The questions under one heading, as far as this applicant is asked them."""

    form_class = AnswersForm
    template_name = "pioneers/edit_answers.html"
    lead = "Write as you would speak. Nobody marks spelling."
    takes_files = True
    # Questions of other pages that hang on what was just typed here, of a sent application.
    extra: tuple[Question, ...] = ()

    @property
    def page(self) -> str:  # type: ignore[override]
        return self.kwargs["page"]

    def get_subject(self) -> Application:
        self.subject = super().get_subject()
        if self.page not in question_pages(self.questions):
            raise Http404("There is no such page in this application.")
        return self.subject

    @property
    def is_open(self) -> bool:
        return any(question.pk not in self.locked() for question in self.on_page())

    def on_page(self) -> list[Question]:
        return question_pages(self.questions)[self.page]

    def locked(self) -> set[int]:
        """Frozen ones; and after the last moment all but those with a later day of their own."""
        if amending.can_change(self.subject):
            return self.frozen()
        late = amending.late_questions(self.subject, self.questions, self.answers)
        return {question.pk for question in self.questions} - {question.pk for question in late}

    def frozen(self) -> set[int]:
        return {question.pk for question in self.questions if is_frozen(question)}

    @cached_property
    def files(self) -> dict[str, Answer]:
        return rows.files_of(self.subject)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "questions": self.on_page(),
            "answers": self.answers,
            "shown": {question.pk for question in asked(self.questions, self.answers)},
            # What came too late is refused in words, and stays in its boxes.
            "locked": self.locked() if self.is_open else self.frozen(),
            "extra": self.extra,
            "stored_files": self.files,
            "takes_files": self.takes_files,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        before = {question.pk for question in asked(self.questions, self.answers)}
        if not self.subject.is_draft:
            self.extra = self.newly_asked(before)
        # static/js/questions.js says which it has shown; the others were there from the start.
        self.seen = before | {int(pk) for pk in request.POST.getlist("asked") if pk.isdecimal()}
        return super().post(request, *args, **kwargs)

    def newly_asked(self, before: set[int]) -> tuple[Question, ...]:
        """What a changed answer opens on other pages: answered here, or the change has a gap."""
        here = {question.key for question in self.on_page()}
        return tuple(
            question
            for question in asked(self.questions, self.answers | self.typed())
            if question.key not in here
            and question.pk not in before
            and must_answer(question)
            and not self.answers.get(question.key)
        )

    def typed(self) -> dict[str, str]:
        """{key: what was typed just now} of this page."""
        posted = self.request.POST
        return {
            question.key: "\n".join(posted.getlist(f"q-{question.key}"))
            for question in self.on_page()
            if question.kind != QuestionKind.FILE and question.pk not in self.locked()
        }

    def go_on(self) -> HttpResponse:
        """Unless an answer has just opened another question here: that one is shown first."""
        opened = [
            question
            for question in asked(self.questions, self.answers)
            if question in self.on_page()
            and question.pk not in self.seen
            and not self.answers.get(question.key)
        ]
        if not opened:
            return super().go_on()
        return self.show_again(self.get_form(), saved=True, opened=opened)

    def again(self, form: Any, *, saved: bool) -> Any:
        form = super().again(form, saved=saved)
        form.show({row.pk for row in asked(self.questions, self.answers | self.typed())})
        return form


class DatesPage(DraftPage):
    form_class = DatesForm
    template_name = "pioneers/edit_dates.html"
    page = "dates"
    lead = "Please look at every date before you say yes."

    @cached_property
    def dates(self) -> list[Any]:
        return known_dates(self.subject.cohort)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "dates": as_shown(self.dates),
            "own": not self.for_somebody,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(dates=self.dates, **kwargs)
        if context["form"].changed:
            context["date_changes"] = changes_since_yes(self.subject)
        return context


class SaveYou(SaveMixin, YouPage):
    pass


class SaveHome(SaveMixin, HomePage):
    pass


class SaveAnswers(SaveMixin, AnswersPage):
    pass


class SaveDates(SaveMixin, DatesPage):
    pass


class CheckPage(DraftMixin, Page):
    """Everything on one page, what is missing, and the button that sends it."""

    template_name = "pioneers/check_application.html"
    page = "check"

    @property
    def is_open(self) -> bool:
        return self.subject.is_draft

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            services.submit(self.subject, by=request.user)
        except Refused as refusal:
            return self.render_to_response(
                self.get_context_data(refused=str(refusal), page_has_errors=True)
            )
        messages.success(request, "Your application is sent. We have mailed you a receipt.")
        return HttpResponseRedirect(reverse("pioneers:application", args=[self.subject.pk]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        files = rows.files_of(self.subject)
        return super().get_context_data(
            sections=sections(self.subject, self.questions, self.answers, self.found, files),
            found_by_page=self.found,
            **kwargs,
        )
