"""Materials: what may come in, who gets it, and how it is served."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.storage import default_storage
from django.urls import reverse

from cohorts.enums import CohortState
from core import clock
from core.errors import Refused
from tests import factories as make
from tests.core.uploading import GOOD, problem, upload
from workshops.models import Material
from workshops.services import materials

pytestmark = pytest.mark.django_db

PDF = GOOD["plan.pdf"]


def taken(name: str = "plan.pdf"):
    return materials.ACCEPTS.take(upload(name))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("plan.pdf", ""),
        ("plan.docx", ""),
        ("plan.pptx", ""),
        ("plan.XLSX", ""),
        ("photo.jpg", ""),
        ("plan.doc", "We cannot take this kind of file."),
    ],
)
def test_what_a_session_takes(name, words):
    said = problem(materials.ACCEPTS, upload(name))
    assert (words in said) if words else said == ""


def test_a_picture_is_kept_as_the_jpeg_that_it_is_named():
    row = materials.add(
        make.session(), title="Flip chart", upload=taken("photo.png"), by=make.staff()
    )
    assert (row.file_name, row.file.name[-4:]) == ("photo.jpg", ".jpg")
    assert row.file.open().read().startswith(b"\xff\xd8")


@pytest.fixture
def there():
    cohort = make.cohort(state=CohortState.RUNNING)
    wandle, effra = make.learning_set(cohort), make.learning_set(cohort)
    return {
        "set": wandle,
        "meeting": make.session(wandle),
        "workshop": make.session(cohort),
        "proposed": make.session(wandle, state="proposed"),
        "member": make.member(wandle).pioneer.person,
        "other_member": make.member(effra).pioneer.person,
        "facilitator": wandle.facilitator,
        "other_facilitator": effra.facilitator,
        "staff": make.staff(),
        "other_staff": make.staff(make.another_programme()),
        "funder": make.funder_contact(),
        "nobody": AnonymousUser(),
    }


EVERYBODY = {"member", "other_member", "facilitator", "other_facilitator", "staff"}
PEOPLE = (*sorted(EVERYBODY), "other_staff", "funder", "nobody")


@pytest.mark.parametrize(
    ("of", "readers"),
    [
        ("meeting", {"member", "facilitator", "staff"}),
        ("workshop", EVERYBODY),
        ("proposed", {"staff"}),
    ],
)
def test_who_is_served_a_file(there, client, of, readers):
    row = materials.add(there[of], title="Slides", upload=taken(), by=there["staff"])
    url, served = reverse("workshops:material", args=[row.pk]), set()
    for name in PEOPLE:
        client.logout()
        if there[name].is_authenticated:
            client.force_login(there[name])
        answer = client.get(url)
        if answer.status_code == 200:
            served.add(name)
            assert b"".join(answer.streaming_content) == PDF
        else:
            assert answer.status_code == (302 if name == "nobody" else 404)
    assert served == readers


@pytest.mark.parametrize(
    ("of", "adders"),
    [
        ("meeting", {"facilitator", "staff"}),
        ("workshop", {"staff"}),
        ("proposed", {"staff"}),
    ],
)
def test_who_may_add(there, sign_in, of, adders):
    url = reverse("workshops:add_material", args=[there[of].pk])
    able = {name for name in PEOPLE[:-1] if sign_in(there[name]).get(url).status_code == 200}
    assert able == adders


def test_it_is_served_as_an_attachment_under_the_name_that_it_came_with(there, sign_in):
    row = materials.add(there["meeting"], title="Slides", upload=taken(), by=there["staff"])
    answer = sign_in(there["member"]).get(reverse("workshops:material", args=[row.pk]))
    assert answer["Content-Disposition"] == 'attachment; filename="plan.pdf"'


def test_the_moment_somebody_leaves_the_set_the_file_is_not_there(there, sign_in):
    row = materials.add(there["meeting"], title="Slides", upload=taken(), by=there["staff"])
    client = sign_in(there["member"])
    url = reverse("workshops:material", args=[row.pk])
    assert client.get(url).status_code == 200
    there["set"].memberships.update(left_on="2020-01-01")
    assert client.get(url).status_code == 404


def test_it_is_listed_before_and_after_the_session(there, sign_in):
    materials.add(
        there["meeting"], title="Worksheet", link="https://x.example/w", by=there["staff"]
    )
    client = sign_in(there["member"])
    url = reverse("workshops:session", args=[there["meeting"].pk])
    assert "Worksheet" in client.get(url).content.decode()

    with clock.at(there["meeting"].ends_at):
        assert "Worksheet" in client.get(url).content.decode()


def test_a_refused_file_leaves_what_was_typed_in_the_form(there, sign_in):
    client = sign_in(there["facilitator"])
    page = client.post(
        reverse("workshops:add_material", args=[there["meeting"].pk]),
        {"title": "My slides", "file": upload("a.exe", b"MZ"), "link": ""},
    ).content.decode()
    assert 'value="My slides"' in page
    assert "We cannot take this kind of file" in page
    assert not Material.objects.exists()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"title": "x"}, "Choose a file, or give a link below."),
        ({"title": "x", "link": "javascript:alert(1)"}, "Copy the whole link"),
        ({"title": "x", "link": "ftp://x.example/"}, "A link begins with https://"),
        ({"title": "", "link": "https://x.example/"}, "Say what it is, such as"),
    ],
)
def test_a_form_that_lacks_something_says_what(there, sign_in, given, words):
    url = reverse("workshops:add_material", args=[there["meeting"].pk])
    assert words in sign_in(there["facilitator"]).post(url, given).content.decode()
    assert not Material.objects.exists()


def test_who_added_it_and_staff_remove_it_with_its_file(there, django_capture_on_commit_callbacks):
    row = materials.add(there["meeting"], title="x", upload=taken(), by=there["facilitator"])
    path = row.file.name
    with django_capture_on_commit_callbacks(execute=True):
        materials.remove(row, by=there["facilitator"])
    assert [Material.objects.exists(), default_storage.exists(path)] == [False, False]


def test_a_facilitator_does_not_remove_what_staff_added(there, sign_in):
    row = materials.add(there["meeting"], title="x", upload=taken(), by=there["staff"])
    url = reverse("workshops:remove_material", args=[row.pk])
    assert sign_in(there["facilitator"]).post(url).status_code == 403
    assert sign_in(there["staff"]).post(url).status_code == 302


def test_a_session_takes_thirty():
    session, by = make.session(), make.staff()
    for number in range(30):
        materials.add(session, title=str(number), link="https://x.example/", by=by)
    with pytest.raises(Refused, match="takes 30 materials"):
        materials.add(session, title="one more", link="https://x.example/", by=by)
