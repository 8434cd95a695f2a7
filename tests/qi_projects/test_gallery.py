"""The public pages: which posters are there, for how long, and what a reader finds."""

from __future__ import annotations

import itertools
from html import escape

import pytest
from django.urls import reverse

from core import audit, documents
from core.errors import Refused
from core.models import Document, DocumentState
from pioneers.enums import PioneerState
from qi_projects import selectors, services
from qi_projects.enums import PosterState
from qi_projects.models import Photo, Poster, Project
from tests import factories as make
from tests.qi_projects.running import (
    WORDS,
    ago,
    approved,
    begun,
    picture,
    submitted,
    url,
    with_numbers,
)

pytestmark = pytest.mark.django_db
HOSTILE = '"><script>alert(1)</script>'


@pytest.fixture
def staff():
    return make.staff()


@pytest.fixture
def shown(one, staff):
    """Approved and agreed to."""
    approved(one, staff)
    services.show_poster(one.poster, by=one.person)
    one.poster.refresh_from_db()
    return one


def page(one):
    return reverse("qi_projects:public_poster", args=[one.poster.pk])


def with_photo(one, **fields):
    photo = services.add_photo(
        one.project, by=one.person, file=picture(), alt_text="The trolley", consent=True
    )
    Photo.objects.filter(pk=photo.pk).update(**fields)
    return photo


@pytest.mark.parametrize(
    ("state", "declared", "agreed"),
    list(itertools.product(PosterState.values, (True, False), ("this", "earlier", "never"))),
)
def test_only_an_approved_poster_with_its_authors_yes_is_there(
    one, staff, client, state, declared, agreed
):
    approved(one, staff)
    version = {"this": 2, "earlier": 1, "never": None}[agreed]
    Poster.objects.filter(pk=one.poster.pk).update(
        state=state, version=2, public_version=version, declared=declared
    )
    is_there = state == "approved" and declared and agreed != "never"
    assert client.get(page(one)).status_code == (200 if is_there else 404)
    assert Poster.objects.public().exists() is is_there
    assert Poster.objects.get(pk=one.poster.pk).is_public is is_there


def test_yes_said_when_it_was_sent_counts_once_it_is_approved(one, staff, client):
    services.write_poster(one.project, by=one.person, **WORDS)
    services.submit_poster(one.poster, by=one.person, declared=True, public=True)
    assert client.get(page(one)).status_code == 404
    services.approve_poster(one.poster, by=staff)
    assert client.get(page(one)).status_code == 200


CHANGES = {
    "word": lambda one: services.write_poster(one.project, by=one.person, results="Now 66."),
    "number": lambda one: services.record_numbers(
        one.measure, by=one.person, numbers=[(ago(1), 4, "")]
    ),
    "photograph": lambda one: with_photo(one),
    "yes taken back": lambda one: services.hide_poster(one.poster, by=one.person),
    "taken off by staff": lambda one: services.hide_poster(one.poster, by=one.staff),
}


@pytest.mark.parametrize("change", CHANGES)
def test_it_is_gone_at_once_with_its_photographs_and_pdf(one, staff, client, change):
    photo = with_photo(one)
    approved(one, staff)
    services.show_poster(one.poster, by=one.person)
    documents.render(str(Document.objects.get(kind="poster_a4").pk))
    addresses = [
        page(one),
        reverse("qi_projects:public_photo", args=[one.poster.pk, photo.pk]),
        reverse("qi_projects:public_sheet", args=[one.poster.pk, "A4"]),
    ]
    assert [client.get(address).status_code for address in addresses] == [200, 200, 200]
    one.staff = staff
    CHANGES[change](one)
    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]
    assert page(one) not in client.get(reverse("qi_projects:gallery")).content.decode()
    assert page(one) not in client.get(reverse("qi_projects:sitemap")).content.decode()


@pytest.mark.parametrize("where", ["gallery", "public_poster", "sitemap"])
def test_no_cache_shows_a_public_page_without_asking(shown, client, where):
    ids = [shown.poster.pk] if where == "public_poster" else []
    answer = client.get(reverse(f"qi_projects:{where}", args=ids))
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-cache")


def test_pioneer_who_withdrew_takes_the_yes_back(shown, sign_in, client):
    shown.pioneer.state = PioneerState.WITHDRAWN
    shown.pioneer.save()
    address = url("hide_poster", shown.project.pk)
    author = sign_in(shown.person)
    assert address in author.get(url("poster", shown.project.pk)).content.decode()
    assert author.post(address).status_code == 302
    assert client.get(page(shown)).status_code == 404


def test_new_version_needs_a_new_yes(shown, staff, client):
    services.write_poster(shown.project, by=shown.person, results="Now 66.")
    services.submit_poster(shown.poster, by=shown.person, declared=True)
    services.approve_poster(shown.poster, by=staff)
    assert client.get(page(shown)).status_code == 404
    services.show_poster(shown.poster, by=shown.person)
    assert client.get(page(shown)).status_code == 200


def test_change_of_the_record_while_staff_read_takes_the_yes_back(one, staff, client):
    services.write_poster(one.project, by=one.person, **WORDS)
    services.submit_poster(one.poster, by=one.person, declared=True, public=True)
    services.record_numbers(one.measure, by=staff, numbers=[(ago(1), 4, "")])
    services.approve_poster(one.poster, by=staff)
    assert client.get(page(one)).status_code == 404


@pytest.mark.parametrize("who", ["staff", "mentor", "other_pioneer", "other_staff"])
def test_nobody_agrees_for_the_author(one, world, staff, sign_in, who):
    approved(one, staff)
    with pytest.raises(Refused, match="Only the Pioneer can agree"):
        services.show_poster(one.poster, by=world[who])
    answer = sign_in(world[who]).post(url("show_poster", one.project.pk))
    assert answer.status_code in (403, 404)
    assert not Poster.objects.public().exists()


@pytest.mark.parametrize("state", ["draft", "submitted", "changes_asked"])
def test_poster_that_is_not_approved_cannot_be_shown(one, staff, state):
    submitted(one)
    Poster.objects.filter(pk=one.poster.pk).update(state=state)
    with pytest.raises(Refused, match="approves the poster first"):
        services.show_poster(one.poster, by=one.person)


def test_yes_and_its_end_are_in_the_trail_with_the_version(shown):
    services.hide_poster(shown.poster, by=shown.person)
    last, first = audit.history(shown.poster)[:2]
    assert [(event.action, event.actor, event.detail) for event in (first, last)] == [
        ("agreed to show poster", shown.person.email, {"version": 1}),
        ("took back showing poster", shown.person.email, {"version": 1}),
    ]


def test_photograph_that_is_not_on_the_poster_is_not_there(one, staff, client):
    photo = with_photo(one, on_poster=False)
    approved(one, staff)
    services.show_poster(one.poster, by=one.person)
    address = reverse("qi_projects:public_photo", args=[one.poster.pk, photo.pk])
    assert client.get(address).status_code == 404
    assert address not in client.get(page(one)).content.decode()


def test_photograph_of_another_poster_is_not_there(shown, staff, client):
    other = begun(shown.pioneer.cohort)
    photo = with_photo(other)
    address = reverse("qi_projects:public_photo", args=[shown.poster.pk, photo.pk])
    assert client.get(address).status_code == 404


def test_pdf_is_there_once_made_and_caches_ask_each_time(shown, client):
    address = reverse("qi_projects:public_sheet", args=[shown.poster.pk, "A4"])
    assert client.get(address).status_code == 404
    documents.render(str(Document.objects.get(kind="poster_a4").pk))
    found = client.get(address)
    assert b"".join(found.streaming_content).startswith(b"%PDF")
    assert (found["Content-Type"], found["Cache-Control"]) == ("application/pdf", "no-cache")
    again = client.get(address, headers={"if-none-match": found["ETag"]})
    assert again.status_code == 304
    assert client.get(address.replace("A4", "A9")).status_code == 404


def test_other_sizes_are_made_once_however_often_they_are_asked_for(shown, client):
    address = reverse("qi_projects:public_sheet", args=[shown.poster.pk, "A1"])
    for _ in range(3):
        assert client.post(address).url == page(shown)
    made = Document.objects.filter(kind="poster_a1")
    assert [document.state for document in made] == [DocumentState.QUEUED]


def test_page_has_all_words_the_numbers_and_what_search_engines_read(one, staff, client):
    services.record_numbers(
        one.measure, by=one.person, numbers=[(ago(n), n, "") for n in range(1, 13)]
    )
    with_photo(one)
    services.write_poster(
        one.project, by=one.person, quotation="I drink more.", quotation_from="Resident"
    )
    approved(one, staff)
    services.show_poster(one.poster, by=one.person)
    response = client.get(page(one))
    html = response.content.decode()
    project = selectors.with_record(Project.objects.all()).get(pk=one.project.pk)
    content = selectors.poster_content(project)
    for words in (content.title, content.problem, content.aim_sentence, content.finding,
                  content.results, content.learning, "I drink more.", content.thanks):  # fmt: skip
        assert escape(words, quote=True) in html, words
    assert '<table class="table table-dense">' in html
    assert 'alt="The trolley"' in html
    assert f'<link rel="canonical" href="http://testserver{page(one)}">' in html
    assert '<meta name="description"' in html
    assert '<meta property="og:title"' in html
    assert html.count("<h1") == 1
    assert "noindex" not in html


def test_nothing_typed_becomes_markup(one, staff, client, sign_in):
    services.change_project(
        one.project, by=one.person, title=f"T{HOSTILE}", problem=HOSTILE, team=HOSTILE
    )
    services.add_cycle(
        one.project, by=one.person, title=HOSTILE, started_on=ago(9), study=HOSTILE, act="adopt"
    )
    with_photo(one, alt_text=HOSTILE)
    own = dict.fromkeys(selectors.own_words(one.project), HOSTILE)
    services.write_poster(one.project, by=one.person, **own)
    services.submit_poster(one.poster, by=one.person, declared=True, public=True)
    services.ask_for_changes(one.poster, by=staff, comment=HOSTILE, at={"results": HOSTILE})
    sign_in(one.person)
    for name in ("poster", "write_poster", "poster_versions", "poster_preview"):
        assert "<script>alert" not in client.get(url(name, one.project.pk)).content.decode()
    services.submit_poster(one.poster, by=one.person, declared=True, public=True)
    services.approve_poster(one.poster, by=staff)
    for address in (page(one), reverse("qi_projects:gallery"), reverse("qi_projects:sitemap")):
        assert "<script>alert" not in client.get(address).content.decode()


def test_gallery_is_filtered_by_theme_cohort_and_borough_of_the_projects_home(client, staff):
    posters = {}
    for theme in ("falls", "dementia"):
        one = begun(theme=theme)
        approved(one, staff)
        services.show_poster(one.poster, by=one.person)
        posters[theme] = one
    falls = posters["falls"]
    gallery = reverse("qi_projects:gallery")

    def found(**chosen):
        return {row.theme for row in client.get(gallery, chosen).context["rows"]}

    assert found() == {"falls", "dementia"}
    assert found(theme="falls") == {"falls"}
    assert found(cohort=falls.pioneer.cohort_id) == {"falls"}
    assert found(theme="dementia", cohort=falls.pioneer.cohort_id) == set()
    assert found(theme="x", cohort="x", borough="99999999999999") == {"falls", "dementia"}
    borough = falls.project.home.borough
    elsewhere = begun()
    Project.objects.filter(pk=posters["dementia"].project.pk).update(home=make.care_home())
    assert elsewhere.project.pk
    there = Project.objects.filter(poster__in=Poster.objects.public(), home__borough=borough)
    assert found(borough=borough.pk) == {row.theme for row in there}


def test_search_engines_are_sent_to_public_pages_alone(shown, client):
    robots = client.get(reverse("qi_projects:robots")).content.decode()
    assert "Allow: /posters/" in robots
    assert robots.rstrip().endswith("Sitemap: http://testserver/sitemap.xml")
    assert "Disallow: /\n" in robots
    sitemap = client.get(reverse("qi_projects:sitemap")).content.decode()
    assert sitemap.count("<loc>") == 3
    assert page(shown) in sitemap
    assert reverse("qi_projects:gallery") in client.get("/").content.decode()


def pictures(client):
    """What its one card shows: (is there a photograph, is there a chart)."""
    text = client.get(reverse("qi_projects:gallery")).content.decode()
    card = text.partition('<ul class="gallery">')[2].partition("</ul>")[0]
    return "<img" in card, "<svg" in card


@pytest.mark.parametrize(
    ("has_numbers", "has_photo", "shows"),
    [
        (False, False, (False, False)),
        (True, False, (False, True)),
        (True, True, (True, False)),
    ],
)
def test_card_of_the_gallery_has_the_photograph_or_else_the_chart(
    one, staff, client, has_numbers, has_photo, shows
):
    if has_numbers:
        with_numbers(one.measure, [3, 4, 6], one.person)
    if has_photo:
        with_photo(one, on_poster=True)
    approved(one, staff)
    services.show_poster(one.poster, by=one.person)
    assert pictures(client) == shows
