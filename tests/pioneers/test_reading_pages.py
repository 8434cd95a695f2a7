"""The reviewers' pages: who opens them, what they show, what comes next."""

from __future__ import annotations

import pytest

from core import clock
from core.models import OutboundEmail
from pioneers.models import Answer, ConflictOfInterest, Question, Review
from pioneers.services import readers, reviewing
from tests import factories as make
from tests.pages import text_of
from tests.pioneers.reading import page, posted, reading_cohort, reviewer, scores

pytestmark = pytest.mark.django_db
NOTE = "zebra-crossing-note"


def known_application(cohort):
    """One whose every private fact is a word that stands nowhere else."""
    person = make.person("Wilhelmina Quist", email="wilhelmina@quist.example")
    row = make.application(
        cohort,
        applicant=person,
        name="Wilhelmina Quist",
        phone="020 7946 7777",
        home=make.care_home("Zanzibar Lodge", provider_name="Xylophone Care"),
        manager_name="Ottoline Brandt",
        manager_email="ottoline@xylophone.example",
    )
    said = {
        "why": "I am Wilhelmina, and ZANZIBAR LODGE of Xylophone Care is my home. Ask Ottoline.",
        "tells": "tellswho-canary",
        "staff_only": "staffonly-canary",
        "papers": "filename-canary.pdf",
    }
    for key, text in said.items():
        question = Question.objects.create(
            cohort=cohort,
            key=key,
            text=key,
            kind="file" if key == "papers" else "long",
            tells_who=key == "tells",
            for_reviewers=key != "staff_only",
        )
        file = "answers/x.pdf" if key == "papers" else ""
        Answer.objects.create(application=row, question=question, text=text, file=file)
    return row


WHO_IT_IS = [
    "Wilhelmina",
    "Quist",
    "quist.example",
    "7946 7777",
    "Zanzibar",
    "ZANZIBAR",
    "Xylophone",
    "Ottoline",
    "tellswho-canary",
    "filename-canary",
]


@pytest.mark.parametrize("staff", [True, False], ids=["of the team", "from outside"])
def test_a_blind_reviewer_reads_nothing_that_tells_who_it_is(staff, sign_in):
    cohort = reading_cohort(blind=True)
    row = known_application(cohort)
    me = reviewer(cohort, make.staff() if staff else None)
    client = sign_in(me)
    pages = [page("reading"), page("read_application", row.pk)]
    if staff:
        pages += [
            page("staff_application", row.pk),
            page("staff_applications", cohort.pk),
            page("decisions", cohort.pk),
            page("prepare_reading", cohort.pk),
        ]
    client.post(page("read_application", row.pk), posted(row, 3, stay="1"))
    for url in pages:
        html = client.get(url).content.decode()
        assert [word for word in WHO_IT_IS if word in html] == [], url
    html = client.get(page("read_application", row.pk)).content.decode()
    assert "staffonly-canary" not in html
    assert f"Application {row.pk}" in html
    assert "Croydon" in html
    file = row.answers.get(question__key="papers")
    assert client.get(page("answer_file", row.pk, file.question_id)).status_code == 403


def test_one_who_does_not_read_blind_sees_who_it_is_but_not_how_to_reach_them(sign_in):
    cohort = reading_cohort(blind=False)
    row = known_application(cohort)
    html = sign_in(reviewer(cohort)).get(page("read_application", row.pk)).content.decode()
    shown = {word for word in [*WHO_IT_IS, "staffonly-canary"] if word in html}
    assert shown == set(WHO_IT_IS) - {"quist.example", "7946 7777"}


@pytest.mark.parametrize(
    ("who", "reading", "staff_page"),
    [
        ("reviewer from outside", 200, 404),
        ("reviewer of the team", 200, 200),
        ("staff who does not read", 404, 200),
        ("reviewer with a conflict", 404, 404),
        ("reviewer of another cohort", 404, 404),
        ("ended reviewer", 404, 404),
        ("the applicant", 404, 404),
    ],
)
def test_who_opens_an_application(who, reading, staff_page, sign_in):
    cohort = reading_cohort()
    row = make.application(cohort)
    user = {
        "reviewer from outside": lambda: reviewer(cohort),
        "reviewer of the team": lambda: reviewer(cohort, make.staff()),
        "staff who does not read": make.staff,
        "reviewer with a conflict": lambda: reviewer(cohort, make.staff()),
        "reviewer of another cohort": lambda: reviewer(reading_cohort()),
        "ended reviewer": lambda: reviewer(cohort),
        "the applicant": lambda: row.applicant,
    }[who]()
    if "conflict" in who:
        ConflictOfInterest.objects.create(application=row, user=user)
    if "ended" in who:
        cohort.reviewers.update(left_at=clock.now())
    client = sign_in(user)
    urls = [page("read_application", row.pk), page("staff_application", row.pk)]
    assert [client.get(url).status_code for url in urls] == [reading, staff_page]


def test_a_conflict_is_one_press_and_the_application_is_gone_everywhere(sign_in):
    cohort = reading_cohort()
    row, other = make.application(cohort, name="Gone Person"), make.application(cohort)
    me = reviewer(cohort, make.staff())
    readers.allot(cohort, by=make.staff())
    client = sign_in(me)
    response = client.post(page("declare_conflict", row.pk), {"reason": "My cousin"})
    assert response.url.startswith(page("read_application", other.pk))
    urls = [
        page("reading"),
        page("staff_applications", cohort.pk),
        page("staff_applications", cohort.pk) + "?q=gone",
        page("decisions", cohort.pk),
        page("prepare_reading", cohort.pk),
        page("disagreements", cohort.pk),
    ]
    client.get(page("reading"))  # the message names it, once
    assert [url for url in urls if "Gone Person" in client.get(url).content.decode()] == []
    assert client.post(page("read_application", row.pk), posted(row, 3)).status_code == 404
    colleague = make.staff()
    sign_in(colleague)
    assert "My cousin" in text_of(client.get(page("staff_application", row.pk)))
    assert f"{me.name} must not read" in text_of(client.get(page("prepare_reading", cohort.pk)))


def test_save_and_next_serves_mine_first_the_least_read_first_then_the_list(sign_in):
    cohort = reading_cohort(reviews_each=1)
    me, other = reviewer(cohort), reviewer(cohort)
    rows = [make.application(cohort) for _ in range(6)]
    readers.allot(cohort, by=make.staff())
    mine = [row for row in rows if row.assignments.filter(reviewer__user=me).exists()]
    for row in mine:
        reviewing.review(row, by=other, scores=scores(row, 3))
    reviewing.review(mine[0], by=reviewer(cohort), scores=scores(mine[0], 3))
    client = sign_in(me)
    at = client.get(page("read_next", cohort.pk)).url
    assert client.get(page("read_next", cohort.pk) + "?others=1").url == at
    order = [at]
    while "reading/" in at and at != page("reading"):
        pk = int(at.rstrip("/").split("/")[-1])
        row = next(row for row in rows if row.pk == pk)
        at = client.post(page("read_application", pk), posted(row, 3, next="1")).url.split("?")[0]
        order.append(at)
    assert order == [
        page("read_application", mine[1].pk),
        page("read_application", mine[2].pk),
        page("read_application", mine[0].pk),
        page("reading"),
    ]
    others = client.get(page("read_next", cohort.pk) + "?others=1").url
    assert others in [page("read_application", row.pk) for row in rows if row not in mine]


def test_scores_of_others_are_hidden_until_ones_own_are_in(sign_in):
    cohort = reading_cohort()
    row, me, other = make.application(cohort), reviewer(cohort, make.staff()), reviewer(cohort)
    reviewing.review(row, by=other, scores=scores(row, 5), note=NOTE)
    client = sign_in(me)
    urls = [page("read_application", row.pk), page("staff_application", row.pk)]
    urls += [page("disagreements", cohort.pk)]

    def shows():
        return [NOTE in client.get(url).content.decode() for url in urls]

    assert shows() == [False, False, False]
    assert [client.get(url).context["others"] for url in urls[:2]] == [[], []]
    client.post(urls[0], posted(row, 2, stay="1"))
    assert shows() == [True, True, True]


def test_staff_who_leave_the_reading_to_others_see_the_scores_and_give_none(sign_in):
    cohort = reading_cohort()
    row = make.application(cohort)
    reviewing.review(row, by=reviewer(cohort), scores=scores(row, 5), note=NOTE)
    client = sign_in(make.staff())
    assert NOTE in client.get(page("staff_application", row.pk)).content.decode()
    response = client.post(page("staff_application", row.pk), posted(row, 3))
    assert "Others read for this cohort" in text_of(response)
    assert Review.objects.count() == 1


def test_what_was_typed_survives_a_missing_score(sign_in):
    cohort = reading_cohort()
    row = make.application(cohort)
    fields = posted(row, 3, note=NOTE)
    fields.pop(f"score-{cohort.criteria.first().pk}")
    response = sign_in(reviewer(cohort)).post(page("read_application", row.pk), fields)
    assert NOTE in response.content.decode()
    assert "Choose a score" in text_of(response)


def test_an_optional_criterion_may_be_left_open(sign_in):
    cohort = reading_cohort()
    first = cohort.criteria.first()
    cohort.criteria.filter(pk=first.pk).update(optional=True)
    row = make.application(cohort)
    fields = posted(row, 4) | {f"score-{first.pk}": ""}
    sign_in(reviewer(cohort)).post(page("read_application", row.pk), fields)
    review = Review.objects.get()
    assert (review.scores.count(), review.total) == (cohort.criteria.count() - 1, 4.0)


def test_a_reviewer_from_outside_is_added_by_name_and_address_and_asked_by_mail(sign_in):
    cohort = reading_cohort()
    client = sign_in(make.staff())
    url = page("add_reviewer", cohort.pk)
    assert "Choose one of the team" in text_of(client.post(url, {"name": "", "email": ""}))
    client.post(url, {"name": "Nia Outside", "email": "nia@outside.example"})
    assert cohort.reviewers.get().user.email == "nia@outside.example"
    assert OutboundEmail.objects.get().to_email == "nia@outside.example"


def test_the_register_is_searched_for_connections_not_the_applicants(sign_in):
    cohort = reading_cohort(blind=True)
    make.care_home("Elm Court", provider_id="")
    applied = make.application(cohort, home=make.care_home("Elm Grange"))
    client = sign_in(reviewer(cohort))
    url = page("connections", cohort.pk)
    homes = client.get(url + "?q=elm").context["homes"]
    assert [home.name for home in homes] == ["Elm Court", "Elm Grange"]
    said = [
        text_of(client.post(url, {"home": home.pk}, follow=True)).count("If anybody applied")
        for home in homes
    ]
    assert said == [1, 1]
    assert ConflictOfInterest.objects.get().application == applied


@pytest.mark.parametrize("name", ["reading", "prepare_reading", "disagreements"])
def test_a_list_takes_as_many_queries_for_twelve_as_for_three(name, sign_in, count_queries):
    cohort = reading_cohort(reviews_each=2)
    me, other = reviewer(cohort, make.staff()), reviewer(cohort)
    client = sign_in(me)

    def add(n):
        for _ in range(n):
            row = make.application(cohort)
            for user, value in ((me, 1), (other, 5)):
                reviewing.review(row, by=user, scores=scores(row, value))
        hidden = make.application(cohort)
        readers.declare_conflict(hidden, by=reviewer(cohort))

    url = page(name) if name == "reading" else page(name, cohort.pk)
    counts = []
    for n in (3, 9):
        add(n)
        counts.append(count_queries(lambda: client.get(url)))
    assert counts[0] == counts[1] <= 14


def test_a_character_that_postgresql_does_not_hold_is_looked_for_as_a_blank(client):
    cohort, home = reading_cohort(), make.care_home("Numbat House")
    client.force_login(reviewer(cohort))
    found = client.get(page("connections", cohort.pk), {"q": "Numbat\x00House"})
    assert list(found.context["homes"]) == [home]
