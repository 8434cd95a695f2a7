"""The question that every form with words about a project asks, where it has a reason to."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django import forms

from qi_projects.recognisable import Find, Sign, look

TICK = "nobody_recognised"
LABEL = "Nobody could be recognised by this"


class AsksWhoIsRecognised(forms.BaseForm):
    """Looks through what was typed for what could let somebody recognise a resident.

    Put it before Form or ModelForm. An NHS number is refused. Anything else that is found is shown
    beside its field, with a box to tick if nobody could be recognised by it; a tick holds for what
    was shown and for nothing that is written later. `vouched` then says what the tick was for, and
    belongs in the audit (`services.vouch`); the words themselves do not.
    """

    # Fields in which the names of staff are expected.
    names_staff: tuple[str, ...] = ()
    vouched: tuple[Sign, ...] = ()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        found = self._finds()
        shown = set(self.data.get(self.add_prefix(TICK), "").split("."))
        self.vouched = tuple(sorted({find.sign for _, find in found}))
        unanswered = [(name, find) for name, find in found if _mark(find) not in shown]
        for name, find in self._nhs_numbers():
            self.add_error(
                name,
                f"“{find.text}” {find.sign.words}. Please take it out: "
                "an NHS number must never be written here.",
            )
        for name, find in unanswered:
            self.add_error(
                name,
                f"“{find.text}” {find.sign.words}. Change it, "
                f"or tick “{LABEL}” at the end of the form.",
            )
        if found:
            self._ask(found, ticked=not unanswered)
        return cleaned

    def _texts(self) -> list[tuple[str, str]]:
        """What a person typed, by its field: a key that a page made may look like an NHS number."""
        return [
            (name, value)
            for name, value in self.cleaned_data.items()
            if isinstance(value, str)
            and isinstance(self.fields[name], forms.CharField)
            and not isinstance(self.fields[name], forms.EmailField)
            and not self.fields[name].widget.is_hidden
        ]

    def _nhs_numbers(self) -> list[tuple[str, Find]]:
        return [
            (name, find)
            for name, text in self._texts()
            for find in look(text)
            if find.sign == Sign.NHS_NUMBER
        ]

    def _finds(self) -> list[tuple[str, Find]]:
        """What may stay if nobody could be recognised by it.

        Words that stood there before were answered for when they were written: whoever changes
        the aim is not asked once more about the problem.
        """
        return [
            (name, find)
            for name, text in self._texts()
            if name in self.changed_data
            for find in look(text)
            if find.sign != Sign.NHS_NUMBER
            and not (find.sign == Sign.NAME and name in self.names_staff)
        ]

    def _ask(self, found: list[tuple[str, Find]], *, ticked: bool) -> None:
        marks = ".".join(dict.fromkeys(_mark(find) for _, find in found))
        self.fields[TICK] = forms.BooleanField(
            label=LABEL,
            required=False,
            widget=forms.CheckboxInput(attrs={"value": marks}, check_test=lambda value: ticked),
        )
        helper = getattr(self, "helper", None)
        if helper is not None and helper.layout is not None:
            helper.layout.append(TICK)


def _mark(find: Find) -> str:
    """Stands for a find in the box's value, so that a tick is for these words only."""
    return sha256(f"{find.sign}:{find.text}".encode()).hexdigest()[:12]
