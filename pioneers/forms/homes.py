"""Forms of the register: looking for homes, sending a file, saying what a home became."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from cohorts.models import Borough
from core.forms import Helper
from pioneers.models import CareHome

LARGEST = 100 * 1024 * 1024


class HomesFilter(forms.Form):
    q = forms.CharField(label="Name or postcode", required=False, max_length=100)
    provider = forms.CharField(label="Provider", required=False, max_length=100)
    borough = forms.ModelChoiceField(
        Borough.objects.none(), label="Borough", required=False, empty_label="Any borough"
    )
    reached = forms.ChoiceField(
        label="Pioneers",
        required=False,
        choices=[("", "With or without"), ("yes", "With Pioneers"), ("never", "Never reached")],
    )
    listed = forms.ChoiceField(
        label="In the register",
        required=False,
        choices=[("", "All"), ("now", "Listed now"), ("gone", "Closed or missing")],
    )

    def __init__(self, *args: Any, boroughs: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["borough"].queryset = boroughs  # type: ignore[attr-defined]
        self.helper = Helper()

    def wanted(self) -> dict[str, Any]:
        """What was asked for. A value that the form does not know is as good as none."""
        self.full_clean()
        found = getattr(self, "cleaned_data", {})
        borough = found.get("borough")
        return {
            "text": found.get("q", ""),
            "provider": found.get("provider", ""),
            "borough": borough.pk if borough else None,
            "reached": found.get("reached", ""),
            "listed": found.get("listed", ""),
        }


class UploadRegisterForm(forms.Form):
    file = forms.FileField(
        label="CQC’s file",
        error_messages={
            "required": "Choose the file that you downloaded.",
            "empty": "The file is empty. Please download it again.",
        },
        help_text=(
            "The monthly “Care directory with filters” (ODS, XLSX or CSV) or the weekly "
            "“Care directory” (CSV), as CQC publishes it."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = Helper()

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(
                "This file is larger than 100 MB; CQC’s files have about 25. If it is the right "
                "one, ask whoever looks after the server to read it with “import_care_homes”."
            )
        return file


class SuccessorForm(forms.Form):
    location_id = forms.CharField(
        label="Its new CQC Location ID",
        max_length=40,
        help_text="You find it on the new home’s page here, or in the address of its page at CQC.",
        error_messages={"required": "Write the new Location ID, such as 1-9656379653."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = Helper()

    def clean_location_id(self) -> CareHome:
        found = CareHome.objects.filter(
            location_id__iexact=self.cleaned_data["location_id"].strip()
        ).first()
        if found is None:
            raise forms.ValidationError(
                "No home here has this Location ID. Is it in the newest file of the register?"
            )
        return found
