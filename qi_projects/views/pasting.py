"""Many numbers at once: pasted or uploaded, looked at row by row, then kept."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.defaultfilters import pluralize

from core import clock
from core.errors import Refused
from qi_projects import permissions
from qi_projects.forms import PasteForm
from qi_projects.pasting import Pasted, read
from qi_projects.services import pasting as services
from qi_projects.services.pasting import Fate
from qi_projects.spreadsheets import as_text
from qi_projects.views.base import SmallForm
from qi_projects.views.measures import MeasureMixin


class PasteNumbers(MeasureMixin, SmallForm):
    """Nothing is kept before it has been looked at: `seen` names what the page showed, and only
    that is kept. Rows that are wrong stay in the box; the others do not wait for them."""

    rule = permissions.writes_project
    template_name = "qi_projects/paste.html"
    form_class = PasteForm
    title = "Paste or upload numbers"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """An uploaded file takes the place of the box's text: it is put right there."""
        data, refusal = request.POST.copy(), ""
        file = request.FILES.get("file")
        if file is not None:
            try:
                data["numbers"] = as_text(file, file.size or 0)
            except Refused as refused:
                refusal = str(refused)
        form = PasteForm(data)
        if refusal:
            form.is_valid()
            form.errors.pop("numbers", None)
            form.add_error("file", refusal)
        return self.form_valid(form) if form.is_valid() else self.form_invalid(form)

    def form_valid(self, form: Any) -> HttpResponse:
        pasted = self._read(form.cleaned_data["numbers"])
        fates = services.look_at(self.measure, pasted.rows)
        keeps = self.request.POST.get("seen") == _digest(fates)
        if not keeps or "save" not in self.request.POST:
            return self._show(form, pasted, fates)
        kept: HttpResponse = super().form_valid(form)
        wrong = [fate.row.given for fate in fates if fate.state == "wrong"]
        if not wrong or not isinstance(kept, HttpResponseRedirect):
            return kept
        # What could not be read waits in the box, and nothing else does.
        left = self.request.POST.copy()
        left["numbers"] = "\n".join([pasted.heading, *wrong] if pasted.heading else wrong)
        form = PasteForm(left)
        if not form.is_valid():
            return self.form_invalid(form)
        pasted = self._read(left["numbers"])
        return self._show(form, pasted, services.look_at(self.measure, pasted.rows))

    def save(self, form: Any) -> str:
        pasted = self._read(form.cleaned_data["numbers"])
        fates = services.look_at(self.measure, pasted.rows)
        kept = services.keep(self.measure, by=self.request.user, fates=fates)
        messages.success(self.request, f"{kept} number{pluralize(kept)} saved.")
        return self.at_its_chart()

    def _read(self, text: str) -> Pasted:
        measure = self.measure
        return read(
            text,
            shared_out=measure.is_shared_out,
            today=clock.today(),
            names=(measure.name, measure.unit),
        )

    def _show(self, form: forms.BaseForm, pasted: Pasted, fates: list[Fate]) -> HttpResponse:
        counts = Counter(fate.state for fate in fates)
        return self.render_to_response(
            self.get_context_data(
                form=form,
                pasted=pasted,
                fates=fates,
                wrong=[fate for fate in fates if fate.state == "wrong"],
                counts=counts,
                to_keep=counts["new"] + counts["replaces"],
                seen=_digest(fates),
            )
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"measure": self.measure, **kwargs})


def _digest(fates: list[Fate]) -> str:
    """Stands for what was shown: the rows, and what each would do to the numbers that are there."""
    shown = "\n".join(f"{fate.row.given}\t{fate.state}\t{fate.words}" for fate in fates)
    return sha256(shown.encode()).hexdigest()[:16]
