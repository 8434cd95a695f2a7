"""An applicant may mend a manager's address, and may not write to strangers by our mail."""

from __future__ import annotations

import pytest

from core.errors import Refused
from core.models import OutboundEmail
from pioneers.services import releases
from tests.pioneers.releasing import asked

pytestmark = pytest.mark.django_db


def test_five_addresses_a_day_are_written_to_and_the_sixth_is_refused_in_words():
    application = asked()
    for n in range(4):
        address = f"boss{n}@provider.example"
        assert releases.correct_manager(
            application, name="Boss", email=address, by=application.applicant
        )
    with pytest.raises(Refused, match="several line managers today"):
        releases.correct_manager(
            application, name="Boss", email="last@provider.example", by=application.applicant
        )
    application.refresh_from_db()
    assert application.manager_email == "boss3@provider.example"
    assert OutboundEmail.objects.filter(kind="release_ask").count() == 5
