"""Own actions: written on the pages of one's set, changed and shared here. Owners only."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from core import access, clock
from core.access import visible_or_404
from core.errors import Refused
from core.views import ActionPage, FormPage, Page
from workshops import own_actions, permissions, sharing
from workshops.models import Commitment, LearningSet
from workshops.room_forms import OwnActionForm
from workshops.services import own_actions as services

ON_THIS_DEVICE = (
    "This one is shared, so it is saved when you press Save. Until then your words are kept on "
    "this device."
)


class Unkept:
    """Pages with private words are kept by no cache, of the browser or between; and what was
    typed is left out of every report of an error."""

    @method_decorator(sensitive_post_parameters())
    @method_decorator(sensitive_variables())
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        response["Cache-Control"] = "private, no-store"
        return response


class OwnActions(Unkept, Page):
    """All of one's own, also after the programme."""

    rule = access.signed_in
    template_name = "workshops/own_actions.html"
    title = "Your own actions"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = own_actions.all_own(self.request.user)
        return super().get_context_data(
            open_lines=[line for line in lines if line.row.done_at is None],
            done_lines=[line for line in lines if line.row.done_at],
            sets=own_actions.current_sets(self.request.user),
            only_you=sharing.ONLY_YOU,
            back="",
            **kwargs,
        )


def way_back(request: HttpRequest, learning_set: LearningSet | None = None) -> str:
    """Where the press came from: a session's page, the set's page, or the list of all."""
    page, _, pk = request.POST.get("back", "").partition("-")
    if page in ("session", "set") and pk.isdecimal() and len(pk) < 10:
        name = "workshops:session" if page == "session" else "workshops:learning_set"
        return f"{reverse(name, args=[pk])}#own-actions"
    if learning_set is not None:
        return f"{reverse('workshops:learning_set', args=[learning_set.pk])}#own-actions"
    return reverse("workshops:own_actions")


class WriteOwnAction(Unkept, FormPage):
    """A new one. The form stands on the set's and the session's page and is sent here."""

    rule = permissions.member_of
    template_name = "workshops/own_action.html"
    form_class = OwnActionForm
    title = "What I will do by the next set"

    def get_subject(self) -> LearningSet:
        rows = LearningSet.objects.visible_to(self.request.user).select_related("cohort")
        return visible_or_404(rows, pk=self.kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        return {"id": uuid.uuid4()}

    def keep(self, form: Any) -> None:
        place = own_actions.own_place(self.request.user, self.subject)
        assert place is not None, "the rule has asked"
        services.keep(
            form.cleaned_data["id"] or uuid.uuid4(),
            pioneer=place,
            learning_set=self.subject,
            text=form.cleaned_data["text"],
            by=self.request.user,
        )

    def save(self, form: Any) -> str:
        self.keep(form)
        messages.success(self.request, "Saved. Only you can see it.")
        url, mark, place = way_back(self.request, self.subject).partition("#")
        return f"{url}?saved=1{mark}{place}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            back=reverse("workshops:learning_set", args=[self.subject.pk]),
            autosave_url=reverse("workshops:save_own_action", args=[self.subject.pk]),
            autosave_key=f"own-action-{self.request.user.pk}-set-{self.subject.pk}",
            who=sharing.ONLY_YOU,
            **kwargs,
        )


class Typing:
    """The same, asked by static/js/autosave.js; every answer is 200, or it would try for ever."""

    request: Any

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse("workshops:own_actions"))

    def post(self: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        if not form.is_valid():
            return JsonResponse({"saved_at": None, "errors": form.errors})
        if not form.cleaned_data["text"].strip():
            # An emptied box is no wish to save nothing; deleting has a button.
            return JsonResponse({"saved_at": None, "errors": {}})
        try:
            words = self.keep(form)
        except Refused as refusal:
            return JsonResponse({"saved_at": None, "errors": {"text": [str(refusal)]}})
        if words:
            return JsonResponse({"saved_at": None, "errors": {}, "words": words})
        at = f"{timezone.localtime(clock.now()):%H:%M}"
        return JsonResponse({"saved_at": at, "errors": {}})


class SaveOwnAction(Typing, WriteOwnAction):
    pass


class OwnActionMixin(Unkept):
    rule = access.signed_in
    request: Any
    kwargs: dict[str, Any]
    subject: Commitment

    def get_subject(self) -> Commitment:
        rows = Commitment.objects.visible_to(self.request.user).own(self.request.user)
        return visible_or_404(
            rows.select_related("learning_set__cohort", "pioneer"), pk=self.kwargs["pk"]
        )

    def readers(self) -> sharing.Readers:
        return sharing.readers(self.subject.learning_set, self.subject.pioneer)


class ChangeOwnAction(OwnActionMixin, FormPage):
    template_name = "workshops/own_action.html"
    form_class = OwnActionForm
    title = "Change an own action"

    def get_initial(self) -> dict[str, Any]:
        return {"text": own_actions.text_of(self.subject)}

    def keep(self, form: Any) -> str | None:
        services.change(self.subject, text=form.cleaned_data["text"], by=self.request.user)
        return None

    def save(self, form: Any) -> str:
        self.keep(form)
        messages.success(self.request, "Saved.")
        return f"{reverse('workshops:own_actions')}?saved={self.subject.pk}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shared = self.subject.shared_at is not None
        return super().get_context_data(
            back=reverse("workshops:own_actions"),
            autosave_url=reverse("workshops:save_changed_own_action", args=[self.subject.pk]),
            autosave_key=f"own-action-{self.request.user.pk}-{self.subject.pk}",
            who=self.readers().words if shared else sharing.ONLY_YOU,
            **kwargs,
        )


class SaveChangedOwnAction(Typing, ChangeOwnAction):
    def keep(self, form: Any) -> str | None:
        """Of one that others read, half a sentence must not replace a whole one."""
        if self.subject.shared_at is not None:
            return ON_THIS_DEVICE
        return super().keep(form)


class PressOwnAction(OwnActionMixin, ActionPage):
    """Share, take back, done, not yet, delete: one press from any page that lists them."""

    VERBS: ClassVar[dict[str, tuple[Any, str, str, str, str]]] = {
        "share": (
            services.share,
            "Share with your set",
            "",
            "Share it",
            "Shared with your set.",
        ),
        "unshare": (
            services.stop_sharing,
            "Stop sharing",
            "From now on only you can see it. What somebody has read, they have read.",
            "Stop sharing",
            "Only you can see it now.",
        ),
        "done": (services.mark_done, "Done", "Mark it as done?", "Done", "Well done."),
        "not-yet": (
            services.mark_open,
            "Not yet done",
            "It goes on to the next meeting.",
            "Not yet",
            "It is open again.",
        ),
        "delete": (
            services.delete,
            "Delete for good",
            "It is deleted for good, and nobody can bring it back.",
            "Delete it",
            "It is deleted.",
        ),
    }

    def get_subject(self) -> Commitment:
        if self.kwargs["verb"] not in self.VERBS:
            raise Http404("There is no such page.")
        return super().get_subject()

    def act(self) -> str:
        work, _, _, _, said = self.VERBS[self.kwargs["verb"]]
        work(self.subject, by=self.request.user)
        messages.success(self.request, said)
        return way_back(self.request)

    def back(self) -> str:
        return way_back(self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        verb = self.kwargs["verb"]
        _, title, question, button, _ = self.VERBS[verb]
        if verb == "share":
            question = f"Who can see it then: {self.readers().words}"
        return super().get_context_data(
            title=title, question=question, button=button, danger=verb == "delete", **kwargs
        )
