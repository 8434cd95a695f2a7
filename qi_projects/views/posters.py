"""Where a poster stands: what is missing, sending it, judging it, showing it, its PDFs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404
from django.urls import reverse

from core import documents
from core.access import visible_or_404
from core.errors import Refused
from core.views import ActionPage, FormPage, Page
from qi_projects import permissions, selectors, services
from qi_projects.documents import SIZES, kind
from qi_projects.enums import PosterState
from qi_projects.forms import ChangesForm, SendForm
from qi_projects.models import Project
from qi_projects.poster.versions import COMMENTED, compare
from qi_projects.selectors.poster_checklist import (
    Line,
    checklist,
    from_the_record,
    print_faults,
    write_url,
)
from qi_projects.views.base import ProjectMixin

# Where lines of the checklist lead that only whoever leads the project can open.
ONLY_WHO_LEADS = ("edit_project", "add_measure")


class PosterMixin(ProjectMixin):
    def get_subject(self) -> Any:
        rows = selectors.with_poster(Project.objects.visible_to(self.request.user))
        return visible_or_404(rows.prefetch_related("poster__comments"), pk=self.kwargs["pk"])

    def back(self) -> str:
        return reverse("qi_projects:poster", args=[self.subject.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{"poster": self.subject.poster, "back_label": "The poster", **kwargs}
        )


class PosterPage(PosterMixin, Page):
    """The sheet as it is printed, what it still needs, and the next step, one press from done."""

    rule = permissions.reads_project
    template_name = "qi_projects/poster.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        project, user = self.subject, self.request.user
        poster = project.poster
        content = selectors.poster_content(project)
        measure = selectors.headline(project)
        is_owner = permissions.owns_project(user, project)
        may_lead = permissions.leads_project(user, project)
        may_write = permissions.writes_project(user, project)
        may_read_all = may_write or permissions.sees_comments_since(user, project) is None
        lines = [line for line in checklist(project, content) if may_lead or self._helps(line)]
        return super().get_context_data(
            title=str(poster),
            content=content,
            mark=selectors.poster_mark(content),
            lines=lines,
            musts=[line for line in lines if line.must],
            faults=print_faults(project, content),
            card=measure and selectors.chart_card(measure, project.cycles.all(), own=is_owner),
            invented=bool(project.home and project.home.is_invented),
            sizes=SIZES.items(),
            sections=self._sections(may_write, comments=may_read_all),
            changes=self._changes(),
            send_form=SendForm(is_owner=is_owner, initial=agreed(poster)) if may_lead else None,
            is_owner=is_owner,
            may_write=may_write,
            may_lead=may_lead,
            words_are_open=services.posters.words_are_open(poster, by=user) and may_write,
            may_hide=permissions.hides_poster(user, project),
            may_judge=permissions.judges_poster(user, project),
            preview_url=reverse("qi_projects:poster_preview", args=[project.pk]),
            **kwargs,
        )

    def _helps(self, line: Line) -> bool:
        """Whether somebody who writes and does not lead can see to it."""
        pk = self.subject.pk
        others = [reverse(f"qi_projects:{name}", args=[pk]) for name in ONLY_WHO_LEADS]
        return not line.url.startswith((*others, reverse("core:details")))

    def _sections(self, may_write: bool, *, comments: bool) -> list[dict[str, Any]]:
        """What is printed, with the comments at each section where they are for the reader."""
        project = self.subject
        printed = selectors.printed_sections(project)
        filled = {"title" if name == "headline" else name for name in from_the_record(project)}
        at: dict[str, list[Any]] = {}
        for comment in project.poster.comments.all() if comments else ():
            at.setdefault(comment.section, []).append(comment)
        return [
            {
                "key": key,
                "label": label,
                "words": printed.get(key, ""),
                "from_record": key in filled and may_write,
                "comments": at.get(key, []),
                "url": write_url(project, key),
            }
            for key, label in COMMENTED.items()
            # The numbers stand below, in the table of their chart.
            if (printed.get(key) and key != "numbers") or key in at
        ]

    def _changes(self) -> dict[str, Any] | None:
        """What is different from the version that was read last."""
        state = self.subject.poster.state
        if state == PosterState.APPROVED:
            return None
        versions = list(self.subject.poster.versions.all())
        if state == PosterState.SUBMITTED:
            versions = versions[:-1]  # the last is this one
        if not versions:
            return None
        approved = [one for one in versions if one.state == PosterState.APPROVED]
        before = (approved or versions)[-1]
        rows = compare(before.content, selectors.printed_sections(self.subject))
        changed = [row for row in rows if row.changed]
        return {"before": before, "rows": changed} if changed else None


def agreed(poster: Any) -> dict[str, Any]:
    """What its author said before of showing it: nobody ticks the same box twice."""
    return {"public": poster.is_agreed}


class SubmitPoster(PosterMixin, FormPage):
    template_name = "qi_projects/form.html"
    form_class = SendForm
    title = "Send the poster to the programme team"
    button = "Send it"
    success_message = "The poster is with the programme team. They will write to you."

    def get_form_kwargs(self) -> dict[str, Any]:
        is_owner = permissions.owns_project(self.request.user, self.subject)
        return {**super().get_form_kwargs(), "is_owner": is_owner}

    def get_initial(self) -> dict[str, Any]:
        return agreed(self.subject.poster)

    def save(self, form: forms.BaseForm) -> str:
        services.submit_poster(self.subject.poster, by=self.request.user, **form.cleaned_data)
        return self.back()


class ShowPoster(PosterMixin, ActionPage):
    rule = permissions.owns_project
    title = "Show the poster to everybody"
    question = (
        "Anybody can then find it on our public pages, read it and print it. You can take it off "
        "at any time, at once. If you change it later, it is shown again as soon as the "
        "programme team has read it; if somebody else changes it, you are asked again."
    )
    button = "Show it to everybody"

    def act(self) -> str:
        services.show_poster(self.subject.poster, by=self.request.user)
        messages.success(self.request, "Everybody can see your poster now.")
        return self.back()


class HidePoster(PosterMixin, ActionPage):
    rule = permissions.hides_poster
    title = "Take the poster off the public pages"
    question = "From this moment nobody can see it there, and its address leads nowhere."
    button = "Take it off"
    danger = True

    def act(self) -> str:
        services.hide_poster(self.subject.poster, by=self.request.user)
        messages.success(self.request, "The poster is off the public pages.")
        return self.back()


class ApprovePoster(PosterMixin, ActionPage):
    rule = permissions.judges_poster
    title = "Approve the poster"
    question = (
        "It will be in the booklet and may be shown at the celebration. Everybody can see it on "
        "the public pages only if its Pioneer has agreed."
    )
    button = "Approve it"

    def act(self) -> str:
        """Only what was read: numbers may come in while the poster is with the team."""
        mark = selectors.poster_mark(selectors.poster_content(self.subject))
        if self.request.GET.get("seen") != mark:
            raise Refused(
                "The poster has changed since you read it: its project goes on. "
                "Look at it once more, then approve it."
            )
        services.approve_poster(self.subject.poster, by=self.request.user)
        return next_to_check(self.request, self.subject, f"“{self.subject.poster}” is approved.")


class AskForChanges(PosterMixin, FormPage):
    rule = permissions.judges_poster
    template_name = "qi_projects/ask_for_changes.html"
    form_class = ChangesForm
    title = "Ask for a change"
    button = "Send it back"

    def get_form_kwargs(self) -> dict[str, Any]:
        sections = selectors.printed_sections(self.subject)
        return {
            **super().get_form_kwargs(),
            "sections": {k: sections[k] for k in COMMENTED if k in sections},
        }

    def save(self, form: Any) -> str:
        services.ask_for_changes(
            self.subject.poster,
            by=self.request.user,
            comment=form.cleaned_data["comment"],
            at=form.at(),
        )
        words = "They get your words by e-mail, and can change the poster."
        return next_to_check(self.request, self.subject, words)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        url = reverse("qi_projects:poster_preview", args=[self.subject.pk])
        return super().get_context_data(preview_url=url, **kwargs)


def next_to_check(request: Any, project: Any, words: str) -> str:
    """To the next poster of the cohort that waits; to the list of them when none does."""
    cohort = project.pioneer.cohort
    waiting = selectors.posters_waiting(cohort).first()
    if waiting is None:
        messages.success(request, f"{words} No other poster waits.")
        return reverse("qi_projects:staff_posters", args=[cohort.pk])
    messages.success(request, f"{words} This is the next one.")
    return reverse("qi_projects:poster", args=[waiting.project_id])


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
