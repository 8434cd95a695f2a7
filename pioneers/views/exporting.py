"""Take exactly these applications out as a table, with the columns one chooses."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from core import clock, exports
from core.views import FormPage
from pioneers import permissions
from pioneers.forms.writing import ExportForm
from pioneers.selectors import exporting as rows
from pioneers.selectors import list_pages
from pioneers.services import exporting
from pioneers.views.staff_list import NOT_UNDERSTOOD, ApplicationsMixin


class ExportThese(ApplicationsMixin, FormPage):
    """The answer to the form is the file itself; that it was taken is in the audit trail."""

    template_name = "pioneers/export.html"
    rule = permissions.knows_who_applies
    form_class = ExportForm
    title = "Take out as a table"
    button = "Get the table"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "columns": rows.columns_of(self.cohort)}

    def form_valid(self, form: forms.BaseForm) -> HttpResponseBase:  # type: ignore[override]
        if not self.understood:
            form.add_error(None, NOT_UNDERSTOOD)
            return self.form_invalid(form)
        chosen, columns = self.chosen(), form.cleaned_data["columns"]
        order = self.filters.wanted().get("order", "")
        found = list_pages.in_order(self.with_scores(chosen), order)
        heading, lines = rows.rows_of(found, self.cohort, columns, with_scores=self.with_scores)
        exporting.record(self.cohort, by=self.request.user, count=chosen.count(), columns=columns)
        name = f"applications-cohort-{self.cohort.number}-{clock.today():%Y-%m-%d}"
        kind = form.cleaned_data["kind"]
        answer: HttpResponseBase
        if kind == "csv":
            lines_of_text = exports.as_csv(heading, lines)
            answer = StreamingHttpResponse(lines_of_text, content_type=exports.CSV)
        else:
            book = exports.as_xlsx("Applications", heading, lines)
            answer = HttpResponse(book, content_type=exports.XLSX)
        answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
        answer["Cache-Control"] = "no-store"
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(count=self.chosen().count(), back=self.list_url(), **kwargs)
