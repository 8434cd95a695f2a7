"""Writing a poster beside its preview: saved as it is typed, two tabs at once, nothing lost."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views import View

from core import clock
from core.errors import Refused
from core.views import FormPage
from core.views.pages import Guarded
from pioneers.forms.application import fingerprint
from pioneers.views.signed_out import KeepsWhatIsTyped
from qi_projects import permissions, selectors, services
from qi_projects.enums import PosterDesign, PosterState
from qi_projects.forms import PosterForm
from qi_projects.forms.poster_writing import BOXES, FITS
from qi_projects.models import Project
from qi_projects.poster import preview
from qi_projects.poster.content import words
from qi_projects.poster.versions import BOXES as SECTION_BOXES
from qi_projects.poster.versions import COMMENTED
from qi_projects.selectors.poster_checklist import from_the_record
from qi_projects.services.posters import APPROVED_ALREADY, Conflict, words_are_open
from qi_projects.views.posters import PosterMixin

TABS_KEPT = 20
ELSEWHERE = (
    "The poster was changed in another tab or on another device. "
    "Press the button below to see both versions."
)
ON_THIS_DEVICE = (
    "Kept on this device. Press “Save the words” to put it on the poster, "
    "which the programme team then reads again."
)
WITH_THE_TEAM = "The poster is with the programme team. Wait for their answer, then change it."


class WritePoster(PosterMixin, KeepsWhatIsTyped, FormPage):
    """One's own words beside the sheet as it will be printed.

    Two tabs: each page carries the mark of what it was shown (`seen`), and a tab's own last save
    is remembered in the session under the tab's name. If the poster bears neither mark, somebody
    else saved in between, and both versions are shown instead of one lost.
    """

    rule = permissions.writes_project
    template_name = "qi_projects/write_poster.html"
    form_class = PosterForm
    title = "The words of your poster"
    button = "Save the words"

    @property
    def is_open(self) -> bool:
        return words_are_open(self.subject.poster, by=self.request.user)

    @property
    def why_not(self) -> str:
        submitted = self.subject.poster.state == PosterState.SUBMITTED
        return WITH_THE_TEAM if submitted else APPROVED_ALREADY

    def get_initial(self) -> dict[str, Any]:
        return {"tab": secrets.token_hex(4)}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "project": self.subject}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.is_open:
            messages.info(request, self.why_not)
            return HttpResponseRedirect(self.back())
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        try:
            self.keep(form)
        except Conflict:
            return self.conflict(form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        if form.errors:
            return self.show_again(form)
        messages.success(request, "The words are saved.")
        return HttpResponseRedirect(self.back())

    def keep(self, form: PosterForm) -> None:
        """Save what can be saved; what is wrong stays in its box with the reason."""
        if not self.is_open:
            raise Refused(self.why_not)
        own = form.to_save()
        new = {**form.stored, **own}
        if fingerprint(new) != fingerprint(form.stored) and fingerprint(form.stored) not in (
            form._raw("seen"),
            self.saved_by(form._raw("tab")),
        ):
            raise Conflict(ELSEWHERE)
        services.write_poster(
            self.subject,
            by=self.request.user,
            done=form.done(),
            seen_at=self.subject.poster.changed_at,
            **own,
        )
        if form.vouched and not form.errors:
            services.vouch(self.subject, by=self.request.user, signs=form.vouched)
        self.subject = self.get_subject()
        self.remember(form._raw("tab"), fingerprint(self.stored()))

    def stored(self) -> dict[str, str]:
        poster = self.subject.poster
        return {**selectors.own_words(self.subject), "design": poster.design}

    def saved_by(self, tab: str) -> str:
        return self.request.session.get("poster_tabs", {}).get(f"{self.subject.pk}:{tab}", "")

    def remember(self, tab: str, mark: str) -> None:
        tabs = self.request.session.get("poster_tabs", {})
        tabs.pop(f"{self.subject.pk}:{tab}", None)
        tabs[f"{self.subject.pk}:{tab}"] = mark
        self.request.session["poster_tabs"] = dict(list(tabs.items())[-TABS_KEPT:])

    def show_again(self, form: PosterForm, status: int = 200, **context: Any) -> HttpResponse:
        data = self.request.POST.copy()
        data["seen"] = fingerprint(self.stored())
        form.data = data
        return self.render_to_response(self.get_context_data(form=form, **context), status=status)

    def conflict(self, form: PosterForm) -> HttpResponse:
        """Both versions: what is stored, and what was just typed. Saving again keeps the latter."""
        typed = form.to_save()
        self.subject = self.get_subject()
        stored = self.stored()
        designs = dict(PosterDesign.choices)
        differing = [
            {
                "label": form.fields[name].label,
                "stored": designs.get(stored[name], stored[name]),
                "typed": designs.get(typed[name], typed[name]),
            }
            for name in typed
            if fingerprint({name: stored[name]}) != fingerprint({name: typed[name]})
        ]
        return self.show_again(form, status=409, differing=differing, page_has_errors=True)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        poster_args = [self.subject.pk]
        return context | {
            "lead": "Each box is filled from your project. Change what you like.",
            "boxes": self._boxes(form),
            "elsewhere": self._comments(form, inside=False),
            "designs": [
                {"value": value, "label": label.split(":")[0], "words": label.split(": ")[-1]}
                for value, label in PosterDesign.choices
            ],
            "chosen_design": form["design"].value(),
            "preview_url": reverse("qi_projects:poster_preview", args=poster_args),
            "autosave_url": reverse("qi_projects:save_poster", args=poster_args),
            "autosave_key": f"poster-{self.subject.poster.pk}",
            "is_approved": self.subject.poster.state == PosterState.APPROVED,
        }

    def _boxes(self, form: PosterForm) -> list[dict[str, Any]]:
        filled = from_the_record(self.subject)
        return [
            {
                "field": form[name],
                "name": name,
                "fits": FITS.get(name),
                "count": words(form[name].value() or ""),
                "from_record": name in filled and not form.is_bound,
                "comments": self._comments(form, inside=True, box=name),
            }
            for name in BOXES
        ]

    def _comments(self, form: PosterForm, *, inside: bool, box: str = "") -> list[dict[str, Any]]:
        return [
            {
                "comment": comment,
                "where": COMMENTED.get(comment.section, ""),
                "done": form[f"done_{comment.pk}"],
            }
            for comment in form.comments
            if (
                SECTION_BOXES.get(comment.section) == box
                if inside
                else comment.section not in SECTION_BOXES
            )
        ]


class SavePoster(WritePoster):
    """The same words, sent by static/js/autosave.js: saves, and answers in JSON."""

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        view: Any = super().as_view(**initkwargs)
        view.keeps_what_is_typed = False  # the page itself is still open, with the words in it
        return view

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse("qi_projects:write_poster", args=[self.subject.pk]))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        if not self.is_open:
            return JsonResponse({"saved_at": None, "errors": {}, "words": self.why_not})
        if self.subject.poster.state == PosterState.APPROVED:
            # Half a sentence must not take the poster out of the booklet.
            form.full_clean()
            return JsonResponse(
                {"saved_at": None, "errors": _errors(form), "words": ON_THIS_DEVICE}
            )
        try:
            self.keep(form)
        except Conflict:
            return JsonResponse({"saved_at": None, "errors": {}, "words": ELSEWHERE})
        except Refused as refusal:
            return JsonResponse({"saved_at": None, "errors": {}, "words": str(refusal)})
        errors = _errors(form)
        saved_at = None if errors else f"{timezone.localtime(clock.now()):%H:%M}"
        seen = fingerprint(self.stored())
        return JsonResponse({"saved_at": saved_at, "errors": errors, "seen": seen})


def _errors(form: PosterForm) -> dict[str, list[str]]:
    return {name: [str(word) for word in found] for name, found in form.errors.items()}


class PosterPreview(PosterMixin, Guarded, View):
    """The sheet in its frame: as stored, or with the words that are posted, which it forgets."""

    rule = permissions.reads_project

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.sheet(selectors.poster_content(self.subject), self.subject.poster.design)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = PosterForm(request.POST, project=self.subject)
        content = selectors.poster_content(self.subject, form.own())
        return self.sheet(content, form.cleaned_data.get("design") or self.subject.poster.design)

    def sheet(self, content: Any, design: str) -> HttpResponse:
        return preview.page(content, design=design, photos=_photos(self.subject))


def _photos(project: Project) -> dict[str, str]:
    return {
        f"photo-{photo.pk}": reverse("qi_projects:photo", args=[project.pk, photo.pk])
        for photo in selectors.photos_of(project)
    }
