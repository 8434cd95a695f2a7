"""Versions kept and compared, comments at their sections, and staff's way through the queue."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import Refused
from qi_projects import services
from qi_projects.poster.versions import compare
from tests import factories as make
from tests.qi_projects.running import WORDS, ago, approved, approving, begun, submitted, url

VERSIONS = st.dictionaries(
    st.sampled_from(["results", "learning", "numbers"]), st.text("ab \n\té", max_size=24)
)


@pytest.fixture
def staff():
    return make.staff()


def words(pieces, changed):
    return [piece.text.strip() for piece in pieces if piece.changed is changed]


def test_two_versions_differ_word_by_word():
    before = {"results": "Two in three drink before eight.", "thanks": "To all."}
    after = {"results": "Nearly all drink before eight.", "learning": "Ask first."}
    rows = {row.key: row for row in compare(before, after)}
    assert list(rows) == ["results", "learning", "thanks"]
    assert words(rows["results"].before, True) == ["Two in three"]
    assert words(rows["results"].after, True) == ["Nearly all"]
    assert words(rows["learning"].after, True) == ["Ask first."]
    assert words(rows["thanks"].before, True) == ["To all."]


@settings(deadline=None)
@given(VERSIONS, VERSIONS)
def test_comparing_loses_no_word_and_calls_nothing_changed_that_is_the_same(one, two):
    for row in compare(one, two):
        for version, pieces in ((one, row.before), (two, row.after)):
            text = "".join(piece.text for piece in pieces)
            assert text.split() == version.get(row.key, "").split()
        same = one.get(row.key, "").split() == two.get(row.key, "").split()
        assert row.changed is not same


@pytest.mark.django_db
def test_a_version_is_kept_at_each_sending_and_approval_with_what_was_printed(one, staff):
    approved(one, staff)
    services.write_poster(one.project, by=one.person, results="Now 66.")
    submitted_again = services.submit_poster(one.poster, by=one.person, declared=True)
    kept = list(submitted_again.versions.values_list("number", "state", "made_by"))
    assert kept == [
        (1, "submitted", one.person.pk),
        (1, "approved", staff.pk),
        (2, "submitted", one.person.pk),
    ]
    first, _, last = submitted_again.versions.all()
    assert (first.content["results"], last.content["results"]) == (WORDS["results"], "Now 66.")
    assert first.content["design"] == "Band: a coloured band and two columns"


@pytest.mark.django_db
def test_versions_page_compares_the_chosen_two(one, staff, sign_in):
    approved(one, staff)
    services.write_poster(one.project, by=one.person, results="Now 66.")
    first = one.poster.versions.first()
    client = sign_in(one.person)
    page = client.get(url("poster_versions", one.project.pk), {"from": first.pk, "to": "now"})
    html = page.content.decode()
    assert "<ins><span" in html
    assert [row.key for row in page.context["changed"]] == ["results"]
    same = client.get(url("poster_versions", one.project.pk), {"from": "now", "to": "now"})
    assert "These two say the same." in same.content.decode()
    odd = client.get(url("poster_versions", one.project.pk), {"from": "x", "to": "999999"})
    assert odd.status_code == 200


@pytest.mark.django_db
def test_staff_see_what_changed_since_approval(one, staff, sign_in):
    approved(one, staff)
    services.record_numbers(one.measure, by=one.person, numbers=[(ago(2), 12, "")])
    services.write_poster(one.project, by=one.person, results="Now 66.")
    services.submit_poster(one.poster, by=one.person, declared=True)
    page = sign_in(staff).get(url("poster", one.project.pk))
    changed = [row.key for row in page.context["changes"]["rows"]]
    assert changed == ["finding", "numbers", "results"]


@pytest.mark.django_db
def test_comments_stand_at_their_sections_and_go_in_one_mail(one, staff, sign_in):
    submitted(one)
    data = {"comment": "Nearly there.", "at_results": "How many?", "at_aim_sentence": "By when?"}
    answer = sign_in(staff).post(url("ask_for_changes", one.project.pk), data)
    assert answer.status_code == 302
    one.poster.refresh_from_db()
    assert one.poster.staff_comment == (
        "Nearly there.\n\nThe aim: By when?\n\nWhat happened: How many?"
    )
    assert dict(one.poster.comments.values_list("section", "text")) == {
        "results": "How many?",
        "aim_sentence": "By when?",
    }
    html = sign_in(one.person).get(url("write_poster", one.project.pk)).content.decode()
    assert html.index("How many?") < html.index('id="id_results"')


@pytest.mark.django_db
def test_change_is_not_asked_for_without_words_or_at_an_unknown_section(one, staff):
    submitted(one)
    with pytest.raises(Refused, match="Please say what should change"):
        services.ask_for_changes(one.poster, by=staff, at={"results": "  "})
    with pytest.raises(Refused, match="has no section"):
        services.ask_for_changes(one.poster, by=staff, at={"password": "x"})


@pytest.mark.django_db
def test_approval_leads_to_the_poster_that_waits_longest_and_at_the_end_to_the_list(sign_in, staff):
    first = begun()
    others = [begun(first.pioneer.cohort) for _ in range(2)]
    for one in (first, *others):
        submitted(one)
    client = sign_in(staff)
    queue = url("staff_posters", first.pioneer.cohort_id)
    assert [row.pk for row in client.get(queue).context["rows"]] == [
        one.poster.pk for one in (first, *others)
    ]
    answers = [client.post(approving(client, one.project)).url for one in (first, *others)]
    assert answers == [url("poster", one.project.pk) for one in others] + [queue]


@pytest.mark.django_db
def test_versions_page_begins_with_the_last_version_that_differs(one, staff, sign_in):
    approved(one, staff)
    client = sign_in(one.person)
    services.write_poster(one.project, by=one.person, results="Now 66.")
    before = one.poster.versions.last()
    services.submit_poster(one.poster, by=one.person, declared=True)
    page = client.get(url("poster_versions", one.project.pk))
    assert page.context["chosen"] == {"from": str(before.pk), "to": "now"}
    assert [row.key for row in page.context["changed"]] == ["results"]
