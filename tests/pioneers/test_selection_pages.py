"""Staff's pages of applications and decisions: who opens them, what they show, what they save."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from core.models import AuditEvent, OutboundEmail
from pioneers.criteria import add_criteria
from pioneers.enums import ApplicationState
from pioneers.models import Application, ConflictOfInterest, Review
from pioneers.selectors import reviewing as reading
from pioneers.services import reviewing
from tests import factories as make
from tests.pages import html_of, text_of

pytestmark = pytest.mark.django_db
CANARY = "zebra-crossing-canary"
PAGES_OF_DRAFT = ("you", "home", "answers", "dates", "check")


@pytest.fixture
def cohort():
    made = make.cohort(places=5)
    add_criteria(made, None, None)
    return made


def scores(application, value):
    return dict.fromkeys(application.cohort.criteria.all(), value)


def page(name, *args):
    return reverse(f"pioneers:{name}", args=args)


def posted(application, value, **more):
    fields = {f"score-{row.pk}": str(value) for row in application.cohort.criteria.all()}
    return {**fields, "note": "", **more}


def test_each_page_has_its_answer_for_each_person(client, cohort):
    application = make.application(cohort)
    pages = [
        page("staff_applications", cohort.pk),
        page("staff_application", application.pk),
    ]
    people = {
        "staff": (make.staff(), [200, 200]),
        "applicant": (application.applicant, [404, 404]),
        "staff of another programme": (make.staff(make.another_programme()), [404, 404]),
        "mentor": (make.mentor().user, [404, 404]),
        "funder": (make.funder_contact(), [404, 404]),
    }
    answers = {}
    for who, (user, _) in people.items():
        client.force_login(user)
        answers[who] = [client.get(url).status_code for url in pages]
    assert answers == {who: expected for who, (_, expected) in people.items()}
    client.logout()
    assert [client.get(url).status_code for url in pages] == [302, 302]


def test_staff_who_apply_themselves_find_no_trace_of_their_own_application(sign_in, cohort):
    me = make.staff()
    own = make.application(cohort, applicant=me, name="Myself Myself")
    client = sign_in(me)
    assert client.get(page("staff_application", own.pk)).status_code == 404
    assert "Myself Myself" not in client.get(page("staff_applications", cohort.pk)).content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Ada Obi", "Ben Kerr", "Cleo Diaz"]),
        ("state=offered", ["Ben Kerr"]),
        ("role=deputy", ["Cleo Diaz"]),
        ("setting=mental_health", ["Ada Obi"]),
        ("borough=Sutton", ["Ben Kerr"]),
        ("q=elm", ["Cleo Diaz"]),
        ("q=ada+obi", ["Ada Obi"]),
        ("state=nonsense", ["Ada Obi", "Ben Kerr", "Cleo Diaz"]),
        ("q=nobody", []),
    ],
)
def test_the_list_is_filtered_by(query, found, sign_in, cohort):
    make.application(cohort, name="Ada Obi", setting="mental_health")
    make.application(cohort, name="Ben Kerr", state="offered", borough=make.borough("Sutton"))
    make.application(cohort, name="Cleo Diaz", role="deputy", home=make.care_home("Elm Court"))
    query = query.replace("Sutton", str(make.borough("Sutton").pk))
    response = sign_in(make.staff()).get(page("staff_applications", cohort.pk) + "?" + query)
    assert sorted(card.name for card in response.context["cards"]) == found


def test_a_draft_is_listed_by_its_writer_and_last_touch_and_not_read(sign_in, cohort):
    draft = make.application(cohort, state="draft", home=make.care_home(CANARY))
    client = sign_in(make.staff())
    listed = text_of(client.get(page("staff_applications", cohort.pk)))
    read = text_of(client.get(page("staff_application", draft.pk)))
    assert (str(draft.applicant) in listed, "Last touched" in listed) == (True, True)
    assert (CANARY in listed, CANARY in read) == (False, False)
    found = client.get(page("staff_applications", cohort.pk), {"q": "zebra"})
    assert found.context["cards"] == []


def test_the_median_and_the_others_stay_hidden_until_ones_own_scores_are_in(sign_in, cohort):
    application = make.application(cohort)
    for value in (2, 5):
        reviewing.review(
            application, by=make.staff(), scores=scores(application, value), note=CANARY
        )
    me = make.staff()
    client = sign_in(me)

    def seen():
        [card] = client.get(page("staff_applications", cohort.pk)).context["cards"]
        read = client.get(page("staff_application", application.pk)).content.decode()
        shown = {cell.label: re.sub("<[^>]+>", "", str(cell.words)) for cell in card.cells}
        return shown["Your score"], shown["Median"], shown["Read by"], CANARY in read

    assert seen() == ("–", "After yours", "2", False)
    client.post(page("staff_application", application.pk), posted(application, 4, stay="1"))
    assert seen() == ("4.0", "4.0 far apart", "3", True)


def test_the_score_weighs_the_criteria(sign_in, cohort):
    application = make.application(cohort)
    first, *rest = cohort.criteria.all()
    me = make.staff()
    reviewing.review(application, by=me, scores={first: 5, **dict.fromkeys(rest, 1)})
    [card] = sign_in(me).get(page("staff_applications", cohort.pk)).context["cards"]
    weights = [row.weight for row in cohort.criteria.all()]
    [own] = [cell.words for cell in card.cells if cell.label == "Your score"]
    assert own == f"{(5 * weights[0] + sum(weights[1:])) / sum(weights):.1f}"


def test_ordered_by_score_the_best_that_the_reader_may_know_comes_first(sign_in, cohort):
    me, other = make.staff(), make.staff()
    low, high, unknown = (make.application(cohort) for _ in range(3))
    reviewing.review(low, by=me, scores=scores(low, 2))
    reviewing.review(high, by=me, scores=scores(high, 4))
    reviewing.review(unknown, by=other, scores=scores(unknown, 5))
    response = sign_in(me).get(page("staff_applications", cohort.pk) + "?order=score")
    assert [card.pk for card in response.context["cards"]] == [high.pk, low.pk, unknown.pk]


def test_save_and_next_serves_the_least_read_that_one_has_not_scored(sign_in, cohort):
    me, other = make.staff(), make.staff()
    first, read_twice, unread, mine = (make.application(cohort) for _ in range(4))
    reviewing.review(read_twice, by=other, scores=scores(read_twice, 3))
    reviewing.review(mine, by=me, scores=scores(mine, 3))
    make.application(cohort, state="draft")
    client = sign_in(me)
    order = [
        client.post(page("staff_application", at.pk), posted(at, 3, next="1")).url
        for at in (first, unread, read_twice)
    ]
    assert order == [
        page("staff_application", unread.pk),
        page("staff_application", read_twice.pk),
        page("staff_applications", cohort.pk),
    ]


def test_scores_that_are_missing_or_wrong_are_refused_and_the_note_kept(sign_in, cohort):
    application = make.application(cohort)
    fields = posted(application, 9, note="Keep these words", stay="1")
    fields.pop(f"score-{cohort.criteria.last().pk}")
    response = sign_in(make.staff()).post(page("staff_application", application.pk), fields)
    text = text_of(response)
    assert response.status_code == 200
    assert ("Choose a score from 1 to 5." in text, "Choose a score. 1 is weak" in text) == (
        True,
        True,
    )
    assert "Keep these words" in text
    assert not Review.objects.exists()


def test_scoring_again_replaces_ones_own_and_the_audit_names_who(sign_in, cohort):
    application = make.application(cohort)
    me = make.staff()
    client = sign_in(me)
    for value in (2, 3):
        client.post(page("staff_application", application.pk), posted(application, value))
    [review] = application.reviews.all()
    assert set(review.scores.values_list("value", flat=True)) == {3}
    assert list(
        AuditEvent.objects.filter(action="reviewed application").values_list("actor", flat=True)
    ) == [me.email, me.email]


def test_others_from_the_same_home_are_named_with_their_state(sign_in, cohort):
    home = make.care_home("Elm Court")
    application = make.application(cohort, home=home)
    other = make.application(cohort, home=home, state="reserve")
    make.application(cohort, home=home, state="draft")
    make.application(cohort, home=home, state="withdrawn", submitted_at=None)
    make.application(make.cohort(make.another_programme()), home=home)
    response = sign_in(make.staff()).get(page("staff_application", application.pk))
    assert response.context["same_home"] == [other]
    assert page("home", home.pk) not in response.content.decode()


def test_of_many_from_one_home_five_are_named_and_the_homes_page_has_all(sign_in, cohort):
    home = make.care_home("Elm Court")
    application = make.application(cohort, home=home)
    others = [make.application(cohort, home=home, name=f"Ada {n}") for n in range(6)]
    response = sign_in(make.staff()).get(page("staff_application", application.pk))
    assert response.context["same_home"] == others[:5]
    assert f'href="{page("home", home.pk)}"' in response.content.decode()


def test_a_decision_is_saved_from_the_applications_page_and_nobody_is_told(sign_in, cohort):
    application = make.application(cohort)
    me = make.staff()
    url = page("decide_application", application.pk)
    client = sign_in(me)
    response = client.post(url, {"decision": "reserve", "reserve_rank": "1"})
    application.refresh_from_db()
    assert response.url == page("staff_application", application.pk)
    assert (application.decision, application.reserve_rank, application.state) == (
        "reserve",
        1,
        "submitted",
    )
    assert not OutboundEmail.objects.exists()
    assert AuditEvent.objects.get(action="decided on application").actor == me.email
    assert client.get(url).url == page("staff_application", application.pk)


def test_what_is_wrong_with_a_decision_stands_at_its_field_with_what_was_typed(sign_in, cohort):
    url = page("decide_application", make.application(cohort).pk)
    response = sign_in(make.staff()).post(url, {"decision": "reserve", "reserve_rank": "0<"})
    shown = response.content.decode()
    assert '<option value="reserve" selected>' in shown
    [box] = re.findall(r'<input type="number"[^>]*id="id_reserve_rank"[^>]*>', shown)
    assert ('value="0&lt;"' in box, 'aria-invalid="true"' in box) == (True, True)
    [described] = re.findall(r'aria-describedby="([^"]*)"', box)
    told = [re.search(rf'id="{one}">([^<]*)<', shown)[1] for one in described.split()]
    assert told == [
        "Write a whole number in figures, such as 4.",
        "1 is asked first. Only for the reserve list; left empty, it is the last.",
    ]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (1, "1 application without your scores."),
        (2, "2 applications without your scores."),
        (reading.MANY - 1, f"{reading.MANY - 1} applications without your scores."),
        (reading.MANY, f"{reading.MANY} or more applications without your scores."),
        (reading.MANY + 1, f"{reading.MANY} or more applications without your scores."),
    ],
)
def test_what_is_left_to_score_is_counted_so_far(sent, said, sign_in, cohort):
    rows = [make.application(cohort) for _ in range(sent)]
    assert said in text_of(sign_in(make.staff()).get(page("staff_application", rows[0].pk)))


def test_left_to_score_is_what_was_sent_is_not_ones_own_and_is_open_to_ones_scores(sign_in, cohort):
    me = make.staff()
    seen, scored, conflicted = (make.application(cohort) for _ in range(3))
    make.application(cohort, applicant=me)
    make.application(cohort, state="draft")
    make.application(make.cohort())
    Review.objects.create(application=scored, reviewer=me)
    ConflictOfInterest.objects.create(application=conflicted, user=me)
    shown = sign_in(me).get(page("staff_application", seen.pk))
    assert "1 application without your scores." in text_of(shown)


def test_no_place_without_a_reason_is_refused_on_the_page(sign_in, cohort):
    application = make.application(cohort)
    url = page("decide_application", application.pk)
    response = sign_in(make.staff()).post(url, {"decision": "decline"})
    application.refresh_from_db()
    assert (response.status_code, application.decision) == (200, "")
    assert "Choose the reason." in text_of(response)


def test_the_list_takes_as_many_queries_for_thirty_as_for_three(sign_in, cohort, count_queries):
    client = sign_in(make.staff())
    other = make.staff()
    counts = []
    for more in (3, 27):
        for _ in range(more):
            application = make.application(cohort)
            reviewing.review(application, by=other, scores=scores(application, 3))
        counts.append(count_queries(lambda: client.get(page("staff_applications", cohort.pk))))
    assert counts[0] == counts[1]
    assert counts[0] <= 12


def test_an_application_takes_few_queries_however_many_read_it(sign_in, cohort, count_queries):
    application = make.application(cohort)
    me = make.staff()
    reviewing.review(application, by=me, scores=scores(application, 3))
    client = sign_in(me)
    counts = []
    for _ in range(2):
        reviewing.review(application, by=make.staff(), scores=scores(application, 3))
        make.application(cohort, home=application.home)
        counts.append(count_queries(lambda: client.get(page("staff_application", application.pk))))
    assert counts[0] == counts[1]
    assert counts[0] <= 17


@pytest.mark.parametrize("state", ApplicationState.values)
def test_no_word_of_reviews_and_decisions_is_on_any_page_of_the_applicant(state, client, cohort):
    application = make.application(cohort, state=state)
    if state != "draft":
        reviewing.review(application, by=make.staff(), scores=scores(application, 1), note=CANARY)
    pages = [
        page("front"),
        page("check_eligibility", cohort.pk),
        page("applications"),
        page("application", application.pk),
        *(page("edit_application", application.pk, name) for name in PAGES_OF_DRAFT),
        page("withdraw_application", application.pk),
        page("accept_offer", application.pk),
        page("refuse_offer", application.pk),
        reverse("reports:home"),
    ]
    client.force_login(application.applicant)
    before = [read(client, url) for url in pages]
    Application.objects.filter(pk=application.pk).update(
        decision="decline", decline_reason="too_thin", reserve_rank=77
    )
    after = [read(client, url) for url in pages]
    assert after == before
    assert CANARY not in "".join(after)


def read(client, url):
    return html_of(client.get(url, follow=True))
