"""The staff's list of applications: filtered, kept as a view under a name, and chosen from."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property

from cohorts.views.base import CohortPage
from core.access import visible_or_404
from core.errors import Refused
from core.views import ActionPage, FormPage, Page
from pioneers import permissions
from pioneers.forms.staff_list import FilterForm, SaveViewForm
from pioneers.models import SavedView, SelectionPlan
from pioneers.reviewers import reads_for
from pioneers.selectors import list_columns, list_pages
from pioneers.selectors import staff_list as rows
from pioneers.selectors.staff import of_cohort, reads_blind, with_blindness
from pioneers.services import saved_views

NOT_UNDERSTOOD = (
    "One of the filters was not understood. Go back to the list, put right what is marked there, "
    "and press Show."
)


class ApplicationsMixin(CohortPage):
    """A page about the applications of a cohort that its address (or a saved view) filters."""

    tab = "applications"

    @staticmethod
    def cohorts(user: Any) -> Any:
        return with_blindness(CohortPage.cohorts(user).select_related("selection_plan"), user)

    @property
    def blind(self) -> bool:
        return reads_blind(self.request.user, self.cohort)

    @property
    def knows_all(self) -> bool:
        """Others read: every score is theirs to see. As selectors.staff.stands_by, for free."""
        return self.cohort.read and not reads_for(self.request.user, self.cohort.pk)  # type: ignore[attr-defined]

    @property
    def disagreement(self) -> float:
        plan = getattr(self.cohort, "selection_plan", None) or SelectionPlan()
        return plan.disagreement

    def asked_for(self) -> QueryDict:
        """The filter as an address has it."""
        return self.request.GET

    @cached_property
    def filters(self) -> FilterForm:
        return FilterForm(self.asked_for(), blind=self.blind)

    def find(self, wanted: dict[str, Any]) -> Any:
        user = self.request.user
        return rows.filtered(of_cohort(user, self.cohort), wanted, user=user, blind=self.blind)

    @property
    def understood(self) -> bool:
        """Whether every filter makes sense. Where one does not, the list shows more than was meant,
        and nothing may be done with what it shows."""
        return self.filters.is_valid()

    def chosen(self) -> Any:
        """Those that were ticked, or all that the filter finds."""
        asked = self.request.GET
        if not self.understood:
            return of_cohort(self.request.user, self.cohort).none()
        if "all" in asked:
            return self.find(self.filters.wanted())
        ticked = [pk for pk in asked.getlist("pk") if pk.isdecimal() and len(pk) < 18]
        return of_cohort(self.request.user, self.cohort).filter(pk__in=ticked)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"understood": self.understood, **kwargs})

    def with_scores(self, found: Any) -> Any:
        return rows.with_scores(found, self.request.user, knows_all=self.knows_all)

    def list_url(self) -> str:
        """Back to the list as it was filtered."""
        asked = self.request.GET.copy()
        for name in ("pk", "all", "page"):
            asked.pop(name, None)
        query = asked.urlencode()
        url = reverse("pioneers:staff_applications", args=[self.cohort.pk])
        return f"{url}?{query}" if query else url


class StaffApplications(ApplicationsMixin, Page):
    template_name = "pioneers/staff_applications.html"
    title = "Applications"
    view: SavedView | None = None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        form = self.filters
        wanted = form.wanted()
        others = {name: value for name, value in wanted.items() if name not in ("state", "order")}
        number = self.request.GET.get("page")
        found = self.find(others)
        looked = list_pages.look(
            user,
            self.cohort,
            found,
            wanted,
            number,
            blind=self.blind,
            knows_all=self.knows_all,
        )
        form.offer(looked.options)
        questions = {pk: words for pk, words, _ in looked.options.get("question", [])}
        columns, asked = list_columns.chosen(form.chosen_columns(), questions, blind=self.blind)
        page = list_pages.page_of(
            found,
            number,
            looked,
            wanted,
            user=user,
            columns=columns,
            questions=asked,
            knows_all=self.knows_all,
        )
        query = self.asked_for().copy()
        for name in ("page", "pk", "all"):
            query.pop(name, None)
        return super().get_context_data(
            filters=form,
            filtering=bool(wanted),
            # Most days nobody looks for more than a state or a name.
            more_filters="more" in self.request.GET or form.wants_more(),
            page=page,
            columns=columns,
            cards=list_columns.cards(
                page.object_list,
                columns,
                disagreement=self.disagreement,
                blind=self.blind,
                choosing=self.understood and not self.blind,
            ),
            blind=self.blind,
            views=looked.options.get("view", []),
            view=self.view,
            query_items=[(name, value) for name in query for value in query.getlist(name)],
            query=query.urlencode(),
            **kwargs,
        )


class ViewMixin(ApplicationsMixin):
    """A saved view, by its own address."""

    def get_subject(self) -> Any:
        cohort = super().get_subject()
        self.view = visible_or_404(
            SavedView.objects.visible_to(self.request.user), cohort=cohort, pk=self.kwargs["pk"]
        )
        return cohort

    def back(self) -> str:
        return reverse("pioneers:saved_view", args=[self.cohort.pk, self.view.pk])


class SavedViewPage(ViewMixin, StaffApplications):
    """The list as the view filters it; filtering further leads away from the view."""

    def asked_for(self) -> QueryDict:
        assert self.view is not None
        asked = QueryDict(self.view.query, mutable=True)
        for name in FilterForm.COLLEAGUES_WORDS if self.blind else ():
            asked.pop(name, None)
        return asked

    @property
    def title(self) -> str:  # type: ignore[override]
        return str(self.view)


class SaveView(ApplicationsMixin, FormPage):
    """Keep the filter of the address under a name."""

    template_name = "cohorts/form.html"
    form_class = SaveViewForm
    title = "Keep this view"
    button = "Keep it"

    def save(self, form: Any) -> str:
        if not self.understood:
            raise Refused(NOT_UNDERSTOOD)
        made = saved_views.keep(
            self.cohort,
            by=self.request.user,
            query=self.request.GET.urlencode(),
            **form.cleaned_data,
        )
        messages.success(self.request, f"“{made}” is kept. It has its own address.")
        return reverse("pioneers:saved_view", args=[self.cohort.pk, made.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lead = "It shows what these filters find on the day it is opened."
        return super().get_context_data(back=self.list_url(), lead=lead, **kwargs)


class ChangeView(ViewMixin, FormPage):
    template_name = "cohorts/form.html"
    rule = permissions.changes_view
    form_class = SaveViewForm
    title = "Change this view"

    def get_subject(self) -> Any:
        super().get_subject()
        return self.view

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.view.name, "shared": self.view.shared}

    def save(self, form: Any) -> str:
        saved_views.change(self.view, by=self.request.user, **form.cleaned_data)
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=self.back(), **kwargs)


class RemoveView(ViewMixin, ActionPage):
    rule = permissions.changes_view
    title = "Remove this view"
    button = "Remove it"
    question = "The view goes; no application changes."
    danger = True

    def get_subject(self) -> Any:
        super().get_subject()
        return self.view

    def act(self) -> str:
        saved_views.remove(self.view, by=self.request.user)
        messages.success(self.request, "The view is removed.")
        return reverse("pioneers:staff_applications", args=[self.cohort.pk])
