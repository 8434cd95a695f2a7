from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from cohorts.enums import CohortState
from core import access
from core.access import visible_or_404
from core.errors import Refused
from core.views import FormPage, Page
from pioneers.models import Pioneer
from qi_projects import permissions, selectors, services
from qi_projects.forms import ProjectCommentForm, ProjectForm, StartForm, number_form
from qi_projects.models import Measure, Project
from qi_projects.views.base import ProjectMixin, SmallForm


class OwnProject(FormPage):
    """A Pioneer's way to their project: to the page of it, or the four questions that start one."""

    rule = access.signed_in
    template_name = "qi_projects/start.html"
    form_class = StartForm
    title = "Start your project"
    button = "Start the project"

    def get_subject(self) -> Any:
        """The place that has no project yet; None where there is none."""
        return (
            Pioneer.objects.visible_to(self.request.user)
            .taking_part()
            .filter(
                person=self.request.user,
                project__isnull=True,
                cohort__state__in=[CohortState.SELECTING, CohortState.RUNNING],
            )
            .select_related("cohort", "home")
            .order_by("-joined_at")
            .first()
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.subject is None:
            project = Project.objects.visible_to(request.user).own(request.user).first()
            if project is None:
                return self.render_to_response(self.get_context_data(no_place=True))
            return HttpResponseRedirect(reverse("qi_projects:project", args=[project.pk]))
        return super().get(request, *args, **kwargs)

    def save(self, form: StartForm) -> str:
        if self.subject is None:
            raise Refused("You have a project already, or no place on a running cohort.")
        user = self.request.user
        with transaction.atomic():
            project = services.begin(self.subject, by=user, **form.cleaned_data)
            if form.vouched:
                services.vouch(project, by=user, signs=form.vouched)
        messages.success(
            self.request,
            f"Your project has begun. We named it “{project}” and put it under "
            f"“{project.get_theme_display()}”; both can be changed.",
        )
        return reverse("qi_projects:project", args=[project.pk])


class PioneerProject(Page):
    """From a Pioneer to their project, for pages that know the Pioneer only."""

    rule = access.signed_in

    def get_subject(self) -> Pioneer:
        return visible_or_404(
            Pioneer.objects.visible_to(self.request.user).select_related("person"),
            pk=self.kwargs["pk"],
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        project = Project.objects.visible_to(request.user).filter(pioneer=self.subject).first()
        if project is None:
            messages.info(request, f"{self.subject} has not started a project yet.")
            return HttpResponseRedirect(reverse("reports:home"))
        return HttpResponseRedirect(reverse("qi_projects:project", args=[project.pk]))


class ProjectPage(ProjectMixin, Page):
    rule = permissions.reads_project
    template_name = "qi_projects/project.html"
    record = staticmethod(selectors.as_worked_on)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        project = self.subject
        user = self.request.user
        may_judge = permissions.judges_poster(user, project)
        may_lead = permissions.leads_project(user, project)
        may_write = permissions.writes_project(user, project)
        is_owner = permissions.owns_project(user, project)
        place = permissions.place_of(user, project)
        may_hand_on = permissions.hands_on(user, project)
        successor = selectors.successor_of(project)
        cycles = list(project.cycles.all())
        measures = list(project.measures.all())
        counted = [measure for measure in measures if measure.retired_on is None]
        return super().get_context_data(
            title=project.title,
            who=f"{project.pioneer.person.name}, {project.home or 'no home given'}",
            charts=[
                {
                    **selectors.chart_card(measure, cycles, own=is_owner),
                    "form": number_form(measure, auto_id=f"measure-{measure.pk}-%s"),
                    "typed_by": self._typed_by(measure),
                }
                for measure in counted
            ],
            retired=[measure for measure in measures if measure.retired_on],
            invented=bool(project.home and project.home.is_invented),
            cycles=cycles,
            progress=selectors.progress_of(
                project,
                for_staff=may_judge,
                comments_since=permissions.sees_comments_since(user, project),
            ),
            theory=selectors.theory(project),
            to_follow=selectors.to_follow(cycles),
            standing=selectors.standing(project),
            reached=selectors.totals_reached(project),
            # Who has not answered yet is known to whoever leads; one's own place is told apart.
            team=[
                row
                for row in selectors.team_of(project)
                if row != place and (row.accepted_at or may_lead)
            ],
            place=place if place and place.is_in_team else None,
            is_led=permissions.is_led(project),
            named_without_a_yes=selectors.named_without_a_yes(project),
            successor=successor
            if successor and (successor.accepted_at or may_hand_on or may_lead)
            else None,
            may_hand_on=may_hand_on,
            is_pioneer=project.pioneer.person_id == user.pk,
            may_write=may_write,
            may_lead=may_lead,
            is_owner=is_owner,
            may_judge=may_judge,
            # Who sees it, was not invited and neither writes it nor began it is its mentor.
            may_comment=permissions.discusses_project(user, project)
            if place
            else may_write or project.pioneer.person_id != user.pk,
            comment_form=ProjectCommentForm(),
            **kwargs,
        )

    def _typed_by(self, measure: Measure) -> str:
        """Whose hand the newest number is from, where it could be one of several."""
        numbers = list(measure.observations.all())
        if not numbers or not selectors.several_type(self.subject):
            return ""
        return selectors.typed_by(self.subject, numbers[-1].entered_by_id)


class EditProject(SmallForm):
    template_name = "qi_projects/edit_project.html"
    form_class = ProjectForm
    success_message = "The project is saved."
    title = "The project and its aim"

    def get_form_kwargs(self) -> dict[str, Any]:
        names = selectors.names_to_offer(self.subject)
        return {**super().get_form_kwargs(), "instance": self.subject, "names": names}

    def save(self, form: Any) -> str:
        services.change_project(self.subject, by=self.request.user, **form.told())
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            aim_url=reverse("qi_projects:aim_preview", args=[self.subject.pk]), **kwargs
        )


class AimPreview(ProjectMixin, Page):
    """The aim of what is typed now, as it will be printed. Nothing is saved by it."""

    template_name = "qi_projects/_aim_printed.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse("qi_projects:edit_project", args=[self.subject.pk]))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ProjectForm(request.POST, instance=self.subject)
        form.is_valid()
        typed = Project(
            **{name: value for name, value in form.cleaned_data.items() if name.startswith("aim_")}
        )
        return self.render_to_response({"project": typed})
