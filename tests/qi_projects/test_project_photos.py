"""Photographs of projects: which are refused, who is shown them, what happens to the file."""

from __future__ import annotations

import io

import pytest
from django.conf import settings

from core import clock
from qi_projects import services
from qi_projects.models import Photo
from tests.qi_projects.running import (
    SEES,
    errors,
    picture,
    url,
)

pytestmark = pytest.mark.django_db


def text_file():
    file = io.BytesIO(b"tea, milk, biscuits\n" * 50)
    file.name = "trolley.jpg"
    return file


def forty_megabytes():
    file = io.BytesIO(picture().getvalue() + b"\0" * (40 * 1024 * 1024))
    file.name = "trolley.jpg"
    return file


@pytest.mark.parametrize(
    ("file", "consent", "begins"),
    [
        (text_file, True, "This is not a photograph that we can read."),
        (forty_megabytes, True, "This photograph is 40 MB. The largest we can take is 20 MB."),
        (picture, False, "Please ask everyone in the photograph first"),
        (io.BytesIO, True, "Please fill this in."),
    ],
    ids=["text", "40 MB", "no consent", "no file"],
)
def test_refused_photograph_says_why_and_keeps_its_words(one, sign_in, file, consent, begins):
    typed = {"file": file(), "alt_text": "The early tea trolley", "focus": "centre"}
    if file is io.BytesIO:
        typed.pop("file")
    if consent:
        typed["consent"] = "on"
    page = sign_in(one.person).post(url("add_photo", one.project.pk), typed)
    assert [words.startswith(begins) for words in errors(page)] == [True]
    assert page.context["form"]["alt_text"].value() == "The early tea trolley"
    assert Photo.objects.count() == 0


def added_photo(one, client):
    typed = {
        "file": picture(),
        "alt_text": "The early tea trolley",
        "focus": "top",
        "consent": "on",
    }
    assert client.post(url("add_photo", one.project.pk), typed).url == url("poster", one.project.pk)
    return one.project.photos.get()


def test_photograph_is_kept_with_its_size_and_shown_to_those_who_see_the_project(
    world, one, client
):
    client.force_login(one.person)
    photo = added_photo(one, client)
    assert (photo.width, photo.height) == (640, 480)
    assert "trolley" not in photo.image.name
    address, shown = url("photo", one.project.pk, photo.pk), {}
    for who, user in world.items():
        client.logout()
        if who != "nobody":
            client.force_login(user)
        shown[who] = client.get(address).status_code
    assert shown == {who: 200 if who in SEES else 404 for who in world} | {"nobody": 302}


def test_photograph_has_no_address_of_its_own(one, client):
    client.force_login(one.person)
    photo = added_photo(one, client)
    for prefix in (settings.MEDIA_URL, "/media/"):
        assert client.get(prefix + photo.image.name).status_code == 404


def test_fifth_photograph_is_refused(one, client):
    client.force_login(one.person)
    for _ in range(4):
        services.add_photo(one.project, by=one.person, file=picture(), alt_text="Tea", consent=True)
    typed = {"file": picture(), "alt_text": "Five", "focus": "centre", "consent": "on"}
    page = client.post(url("add_photo", one.project.pk), typed)
    assert errors(page) == ["A poster has room for 4 photographs. Take one off first."]


def test_removed_photograph_takes_its_file_along(one, client, django_capture_on_commit_callbacks):
    client.force_login(one.person)
    photo = added_photo(one, client)
    storage, name = photo.image.storage, photo.image.name
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("remove_photo", one.project.pk, photo.pk))
    assert (Photo.objects.count(), storage.exists(name)) == (0, False)


def test_photograph_is_put_off_the_poster_and_on_again_while_there_is_room(one, client):
    client.force_login(one.person)
    photo = added_photo(one, client)
    assert (photo.focus, photo.on_poster) == ("top", True)
    address = url("edit_photo", one.project.pk, photo.pk)
    client.post(address, {"alt_text": "The tea trolley", "focus": "left"})
    photo.refresh_from_db()
    assert (photo.alt_text, photo.focus, photo.on_poster) == ("The tea trolley", "left", False)
    for _ in range(4):
        services.add_photo(one.project, by=one.person, file=picture(), alt_text="Tea", consent=True)
    page = client.post(address, {"alt_text": "Tea", "focus": "left", "on_poster": "on"})
    assert errors(page) == ["A poster has room for 4 photographs. Take one off first."]
    photo.refresh_from_db()
    assert (photo.alt_text, photo.on_poster) == ("The tea trolley", False)


@pytest.mark.parametrize("on_poster", [True, False])
def test_change_of_a_photograph_reopens_the_poster_only_where_it_is_shown(one, on_poster):
    photo = services.add_photo(
        one.project, by=one.person, file=picture(), alt_text="A", consent=True, on_poster=on_poster
    )
    poster = one.project.poster
    poster.state, poster.approved_at, poster.approved_by = "approved", clock.now(), one.person
    poster.save()
    services.change_photo(photo, by=one.person, alt_text="B", focus="top", on_poster=on_poster)
    poster.refresh_from_db()
    assert poster.state == ("draft" if on_poster else "approved")
