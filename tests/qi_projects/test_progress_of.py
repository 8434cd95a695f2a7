"""What a project's page tells of how it goes."""

from __future__ import annotations

import pytest

from qi_projects import selectors, services
from qi_projects.services.numbers import Number
from tests.qi_projects.running import ago, begun, url

pytestmark = pytest.mark.django_db


def test_an_update_whose_number_was_sent_again_does_not_show_the_later_one_as_its_own(sign_in):
    one = begun()
    for day, value in ((ago(9), 11), (ago(1), 17), (ago(1), 19)):
        number = Number(day, value)
        services.write_update(one.project, by=one.person, measure=one.measure, number=number)
    services.write_update(one.project, by=one.person, text="Nights joined in.")
    rows = [
        (update.observation and update.observation.plain, stands)
        for update, stands, _ in selectors.progress_of(one.project).updates
    ]
    assert rows == [(None, True), ("19", True), ("19", False), ("11", True)]
    page = sign_in(one.person).get(url("project", one.project.pk)).content.decode()
    assert page.count('<p class="update-counted">') == 2
    assert page.count("the number was sent again later") == 1
