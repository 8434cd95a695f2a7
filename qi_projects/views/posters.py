from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404
from django.urls import reverse

from core import documents
from core.views import ActionPage, FormPage, Page
from qi_projects import permissions, selectors, services
from qi_projects.documents import SIZES, kind
from qi_projects.forms import CommentForm, DeclareForm, PosterForm
from qi_projects.poster_designs import readable
from qi_projects.services.posters import missing_words
from qi_projects.views.base import ProjectMixin

# The parts of a poster that its writer can shorten, as the page calls them.
SECTIONS = {
    "title": "the title",
    "problem": "why it matters",
    "aim_sentence": "the aim",
    "cycle_title": "the name of a change",
    "cycle_learned": "what a change taught you",
    "measure_definition": "how it is counted",
    "results": "what happened",
    "quotation": "the quotation",
    "learning": "what you learned",
    "what_did_not_work": "what did not work",
    "next_steps": "what comes next",
    "thanks": "the thanks",
}


class PosterMixin(ProjectMixin):
    def back(self) -> str:
        return reverse("qi_projects:poster", args=[self.subject.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{"poster": self.subject.poster, "back_label": "The poster", **kwargs}
        )


class PosterPage(PosterMixin, Page):
    """Where the poster stands, what is missing, what is too long, and its PDFs."""

    rule = permissions.reads_project
    template_name = "qi_projects/poster.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        project, user = self.subject, self.request.user
        content = selectors.poster_content(project)
        measure = selectors.headline(project)
        # a long section is no fault while others leave it room
        over = {} if readable(content) else content.too_long()
        return super().get_context_data(
            title=str(project.poster),
            content=content,
            missing=missing_words(project.poster),
            too_long=[(words, over[name]) for name, words in SECTIONS.items() if name in over],
            card=measure and selectors.chart_card(measure, project.cycles.all()),
            invented=bool(project.home and project.home.is_invented),
            sizes=SIZES.items(),
            is_owner=permissions.owns_project(user, project),
            may_write=permissions.writes_project(user, project),
            may_judge=permissions.judges_poster(user, project),
            **kwargs,
        )


class WritePoster(PosterMixin, FormPage):
    template_name = "qi_projects/form.html"
    form_class = PosterForm
    title = "The words of your poster"
    success_message = "The words are saved."

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.subject.poster}

    def save(self, form: forms.BaseForm) -> str:
        services.write_poster(self.subject, by=self.request.user, **form.cleaned_data)
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            lead="Home, aim, chart and changes come from the project by themselves.",
            **kwargs,
        )


class SubmitPoster(PosterMixin, FormPage):
    template_name = "qi_projects/form.html"
    form_class = DeclareForm
    title = "Send the poster to the programme team"
    button = "Send it"
    success_message = "The poster is with the programme team. They will write to you."

    def save(self, form: forms.BaseForm) -> str:
        services.submit_poster(self.subject.poster, by=self.request.user, **form.cleaned_data)
        return self.back()


class ApprovePoster(PosterMixin, ActionPage):
    rule = permissions.judges_poster
    title = "Approve the poster"
    question = "It will be in the booklet and may be shown at the celebration."
    button = "Approve it"

    def act(self) -> str:
        services.approve_poster(self.subject.poster, by=self.request.user)
        messages.success(self.request, "The poster is approved.")
        return self.back()


class AskForChanges(PosterMixin, FormPage):
    rule = permissions.judges_poster
    template_name = "qi_projects/form.html"
    form_class = CommentForm
    title = "Ask for a change"
    button = "Send it back"
    success_message = "They get your words by e-mail, and can change the poster."

    def save(self, form: forms.BaseForm) -> str:
        services.ask_for_changes(self.subject.poster, by=self.request.user, **form.cleaned_data)
        return self.back()


class PosterPdf(PosterMixin, ActionPage):
    """Ask for the poster in one size, then watch it being made."""

    rule = permissions.reads_project
    title = "Make the PDF"
    question = "The poster as it stands now, ready to print."
    button = "Make the PDF"

    def get_subject(self) -> Any:
        if self.kwargs["size"] not in SIZES:
            raise Http404("Posters are printed as A4, A3 or A1.")
        return super().get_subject()

    def act(self) -> str:
        document = documents.request(kind(self.kwargs["size"]), self.subject, by=self.request.user)
        return reverse("core:document", args=[document.pk])
