"""Who is in a project: inviting, changing, taking out, leaving, and handing it on at the home."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from core import access
from core.access import visible_or_404
from core.views import ActionPage, Page
from core.views.links import InvitationByLink
from qi_projects import permissions, services
from qi_projects.forms import MemberForm, RoleForm, SuccessorForm
from qi_projects.models import Member, Project
from qi_projects.services import team
from qi_projects.views.base import ProjectMixin, SmallForm

# Of a member of the team and of a successor alike.
INVITED = "{} is invited. The mail with the link is on its way."
SENT_AGAIN = "A new mail with a new link is on its way."
NEW_LINK = "{0} gets a new link at {0.email}; the old one stops working."
LINK_STOPS = "The link that was mailed to {0.email} stops working."


class InviteSuccessor(SmallForm):
    rule = permissions.hands_on
    form_class = SuccessorForm
    title = "Who carries it on?"
    button = "Send the invitation"

    def save(self, form: Any) -> str:
        successor = services.invite_successor(
            self.subject, by=self.request.user, **form.cleaned_data
        )
        messages.success(self.request, INVITED.format(successor))
        return f"{self.back()}#handing-on"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            lead=(
                "They get a mail with a link, and write here once they have said yes. "
                f"{self.subject.pioneer.person.name} stays named as who began it."
            ),
            **kwargs,
        )


class ChangeSuccession(ProjectMixin, ActionPage):
    """Send the invitation again, or end it: waiting or accepted, at once."""

    rule = permissions.hands_on

    def get_subject(self) -> Project:
        project = super().get_subject()
        self.successor = visible_or_404(
            project.members.current().successors(), pk=self.kwargs["successor_pk"]
        )
        if self.kwargs["what"] not in ("end", "resend"):
            raise Http404("There is nothing else to do with an invitation.")
        return project

    @property
    def ends(self) -> bool:
        return self.kwargs["what"] == "end"

    def act(self) -> str:
        user = self.request.user
        if self.ends:
            services.end_place(self.successor, by=user)
            messages.success(self.request, f"{self.successor} no longer sees the project.")
        else:
            services.send_again(self.successor, by=user)
            messages.success(self.request, SENT_AGAIN)
        return f"{self.back()}#handing-on"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        who = self.successor
        if not self.ends:
            title, button = "Send the invitation again", "Send it again"
            question = NEW_LINK.format(who)
        elif who.accepted_at:
            title, button = f"End carrying on by {who}?", "End it"
            question = "They no longer see the project, from now. What they did stays named."
        else:
            title, button = "Withdraw the invitation?", "Withdraw it"
            question = LINK_STOPS.format(who)
        return super().get_context_data(
            **{
                **kwargs,
                "title": title,
                "question": question,
                "button": button,
                "danger": self.ends,
            }
        )


class InviteMember(SmallForm):
    rule = permissions.owns_project
    form_class = MemberForm
    title = "Invite somebody to the team"
    button = "Send the invitation"

    def save(self, form: Any) -> str:
        member = services.invite_member(self.subject, by=self.request.user, **form.cleaned_data)
        messages.success(self.request, INVITED.format(member))
        return f"{self.back()}#team"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            lead=(
                "They get a mail with a link, and see this project and nothing else of the "
                "programme. Comments from before they join are not shown to them."
            ),
            who_can_see=(
                "you and the programme team. Whoever sees the project sees their name, "
                "once they are in"
            ),
            **kwargs,
        )


class MemberMixin(ProjectMixin):
    """A page about one member of the team."""

    def get_subject(self) -> Project:
        project = super().get_subject()
        self.member: Member = visible_or_404(
            project.members.current().of_team().select_related("person"),
            pk=self.kwargs["member_pk"],
        )
        return project

    def back(self) -> str:
        return f"{super().back()}#team"


class ChangeMember(MemberMixin, SmallForm):
    rule = permissions.owns_project
    form_class = RoleForm
    button = "Save"

    def get_initial(self) -> dict[str, Any]:
        return {"role": self.member.role}

    def save(self, form: Any) -> str:
        services.change_role(self.member, by=self.request.user, **form.cleaned_data)
        messages.success(self.request, f"It holds for {self.member.shown_name} from now on.")
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lead = f"Now: {self.member.get_role_display().lower()}."
        return super().get_context_data(title=self.member.shown_name, lead=lead, **kwargs)


class SendAgain(MemberMixin, ActionPage):
    rule = permissions.owns_project
    title = "Send the invitation again"
    button = "Send it again"

    @property
    def question(self) -> str:  # type: ignore[override]
        return NEW_LINK.format(self.member)

    def act(self) -> str:
        services.send_again(self.member, by=self.request.user)
        messages.success(self.request, SENT_AGAIN)
        return self.back()


class TakeOut(MemberMixin, ActionPage):
    """An invitation is withdrawn, or somebody taken out of the team: at once."""

    danger = True

    def act(self) -> str:
        services.end_place(self.member, by=self.request.user)
        words = "no longer sees the project" if self.member.accepted_at else "is not invited now"
        messages.success(self.request, f"{self.member.shown_name} {words}.")
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        who = self.member.shown_name
        words = {
            "title": f"Take {who} out of the team?",
            "question": "They no longer see the project, from now. What they wrote stays.",
            "button": "Take them out",
        }
        if not self.member.accepted_at:
            words = {
                "title": f"Withdraw the invitation of {who}?",
                "question": LINK_STOPS.format(self.member),
                "button": "Withdraw it",
            }
        return super().get_context_data(**{**kwargs, **words})


class OwnPlaceMixin(ProjectMixin):
    """What members do about their own place in a team."""

    rule = permissions.has_place

    def place(self) -> Member:
        place = permissions.place_of(self.request.user, self.subject)
        assert place is not None
        return place

    def back(self) -> str:
        return f"{super().back()}#team"


class LeaveTeam(OwnPlaceMixin, ActionPage):
    title = "Leave the team?"
    question = "You no longer see the project, from now. What you wrote stays in it."
    button = "Leave the team"
    danger = True

    def act(self) -> str:
        services.end_place(self.place(), by=self.request.user)
        messages.success(self.request, f"You have left “{self.subject}”. Thank you for your help.")
        return reverse("reports:home")


class NameMe(OwnPlaceMixin, ActionPage):
    """A yes to being named on what is printed, or taking it back."""

    def get_subject(self) -> Project:
        if self.kwargs["what"] not in ("yes", "no"):
            raise Http404("One may be named, or not.")
        return super().get_subject()

    def act(self) -> str:
        agrees = self.kwargs["what"] == "yes"
        services.agree_to_be_named(self.place(), by=self.request.user, agrees=agrees)
        words = (
            "Your name may be on the poster." if agrees else "The Pioneer sees that you said no."
        )
        messages.success(self.request, words)
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.kwargs["what"] == "yes":
            title, button = "May your name be on the poster?", "Yes, it may"
            question = (
                "The poster is printed in a booklet, and may be on public pages. The Pioneer "
                "decides whom it names. You can take your yes back at any time."
            )
        else:
            title, button = "Shall your name not be on the poster?", "Not my name"
            question = "It is no longer offered, and the Pioneer is told if the poster has it."
        return super().get_context_data(
            **{**kwargs, "title": title, "question": question, "button": button}
        )


class IntoProject(InvitationByLink):
    """Behind the link of an invitation to a project."""

    no_account = True
    subject: Any

    def of_link(self) -> Member:
        return team.of_link(self.link)

    def check(self) -> None:
        team.check(self.subject)

    def accepted(self) -> str:
        own = self.subject.person_id == self.request.user.pk and self.subject.is_in
        return self._project() if own else ""

    def accept(self) -> str:
        agrees = self.request.POST.get("may_be_named") == "on"
        team.accept(self.link, by=self.request.user, may_be_named=agrees)
        return self._project()

    def _project(self) -> str:
        return reverse("qi_projects:project", args=[self.subject.project_id])


class CarryOn(IntoProject):
    template_name = "qi_projects/carry_on.html"
    title = "Would you carry this project on?"
    action = team.CARRY_ON.action
    success_message = "The project is yours to carry on. Thank you."


class JoinTeam(IntoProject):
    template_name = "qi_projects/join_team.html"
    title = "Would you join the team?"
    action = team.JOIN.action
    success_message = "You are in the team. Thank you."


class TeamProject(Page):
    """A member's way to the project; where there are several, the home page lists them."""

    rule = access.signed_in

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.user
        found = Project.objects.visible_to(user).in_team_of(user).values_list("pk", flat=True)[:2]
        if len(found) == 1:
            return HttpResponseRedirect(reverse("qi_projects:project", args=[found[0]]))
        return HttpResponseRedirect(reverse("reports:home"))
