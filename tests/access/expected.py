"""The words in which tests/access/matrix declares who gets which answer where.

An answer is a status; 302 leads on within the system, LOGIN to the sign-in page. A POST without
data presses a button where there is nothing to fill in, and gets its form back elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.access.asking import LOGIN
from tests.access.world import ROLES

Answer = int | str

ALL = frozenset(ROLES)
SIGNED_IN = ALL - {"anonymous"}
TEAM = frozenset({"staff", "administrator"})
EVERY_TEAM = TEAM | {"staff_elsewhere"}
ADMINISTRATOR = frozenset({"administrator"})
APPLICANT = frozenset({"applicant"})
PIONEER = frozenset({"pioneer"})
MENTOR = frozenset({"mentor"})
FACILITATOR = frozenset({"facilitator"})
FUNDER = frozenset({"funder"})
OF_THE_SET = PIONEER | FACILITATOR | TEAM
# Of a project: who leads it, those of its team who may write and may only look, and its mentor.
LEADERS = PIONEER | TEAM
WRITERS = LEADERS | {"writer"}
READERS = WRITERS | {"looker"} | MENTOR
OF_THE_TEAM = frozenset({"writer", "looker"})
TAKES_PART = frozenset({"pioneer", "alumna", "facilitator"})


@dataclass(frozen=True)
class Expected:
    """`ids`: which row of the world each id of the address is; `fixed`: its other parts."""

    answers: Mapping[str, tuple[Answer, Answer]]
    to: frozenset[str]
    ids: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    # Why the row behind the address is nobody's own, so that swapping its id opens nothing.
    nobodys_own: str = ""


def public(get: Answer, post: Answer, nobodys_own: str = "", fixed=None, **ids: str) -> Expected:
    """The same for everybody, signed in or not."""
    answers = dict.fromkeys(ROLES, (get, post))
    return Expected(answers, ALL, ids, fixed or {}, nobodys_own)


def only(
    to: frozenset[str],
    get: Answer,
    post: Answer,
    *,
    others: Answer = 404,
    but: Mapping[frozenset[str], Answer] | None = None,
    nobodys_own: str = "",
    fixed: Mapping[str, str] | None = None,
    **ids: str,
) -> Expected:
    """`to` these; the others get `others` (`but` some of them another refusal)."""
    answers: dict[str, tuple[Answer, Answer]] = dict.fromkeys(ROLES, (others, others))
    for roles, refusal in (but or {}).items():
        answers |= dict.fromkeys(roles, (refusal, refusal))
    answers |= dict.fromkeys(to, (get, post))
    answers["anonymous"] = (LOGIN, LOGIN)
    return Expected(answers, to, ids, fixed or {}, nobodys_own)


def signed_in(get: Answer, post: Answer, nobodys_own: str = "", **ids: str) -> Expected:
    return only(SIGNED_IN, get, post, nobodys_own=nobodys_own, **ids)


def before_sign_in(
    get: Answer, post: Answer, inside: tuple[Answer, Answer] = (302, 302)
) -> Expected:
    """allauth's pages for those who are not signed in; whoever is gets `inside`."""
    return Expected(dict.fromkeys(ROLES, inside) | {"anonymous": (get, post)}, ALL)


def of_cohort(get: Answer, post: Answer, cohort: str = "running", fixed=None, **ids: str):
    """Pages of one cohort: for its programme's team, and not there for anybody else."""
    return only(TEAM, get, post, fixed=fixed, cohort_pk=cohort, **ids)


def own_draft(get: Answer, post: Answer, page: str = "") -> Expected:
    """An applicant's own pages; staff know of the application and are refused."""
    fixed = {"page": page} if page else {}
    return only(APPLICANT, get, post, but={TEAM: 403}, fixed=fixed, pk="draft")


def of_project(to: frozenset[str], get: Answer, post: Answer, fixed=None, **ids: str) -> Expected:
    """Pages of one project; those who may read it and not do this are refused in words."""
    return only(to, get, post, but={READERS - to: 403}, fixed=fixed, pk="project", **ids)
