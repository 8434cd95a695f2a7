"""Line managers' agreements: asked, asked again, answered by a link, and asked of somebody else.

A manager has no account. What they answer is in the trail as done by whoever held the link; the
trail does not keep their name or address.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction

from core import audit, clock, links, mail, people
from core.errors import Refused
from core.models import ActionLink, OutboundEmail
from core.templatetags.words import day
from pioneers import permissions
from pioneers.dates import as_shown
from pioneers.enums import ReleaseRound, ReleaseState
from pioneers.models import Application, ReleaseAgreement
from pioneers.release_dates import changes, dates_for, lines, not_fixed, open_until
from pioneers.selectors import releases as rows

RELEASE_LINK = "agree-release"
KINDS = ("release_ask", "release_chase", "release_changed", "release_start")
MOST_A_DAY, A_DAY = 5, timedelta(days=1)
STALE = "The line manager has answered, or somebody else is asked."
# Whose place another manager has taken gets no newer mail, and should not look for one.
CLOSED = (
    "This link is closed. If we have written to you again about this person, please use that mail. "
    "If not, we ask somebody else now, and there is nothing for you to do."
)


@dataclass(frozen=True)
class LinkHolder:
    """Whoever opened the link of the mail: the trail's actor, without a name."""

    email: str = "line manager by link"


@transaction.atomic
def ask(
    application: Application, *, by: Any, for_round: str = ReleaseRound.APPLICATION
) -> ReleaseAgreement | None:
    """Write to the line manager. Asked already in this round, nothing happens; nor without an
    address. A later round closes the links of the one before."""
    application = _locked(application)
    _may_ask(application, by=by)
    if not application.manager_email or not rows.waits_for_manager(application):
        return None
    dates = dates_for(application)
    release, made = ReleaseAgreement.objects.get_or_create(
        application=application,
        round=for_round,
        defaults={
            "manager_name": application.manager_name,
            "manager_email": application.manager_email,
            "dates": as_shown(dates),
            "asked_at": clock.now(),
        },
    )
    if not made:
        return release
    for earlier in application.releases.exclude(pk=release.pk):
        stop(earlier)
    audit.record("asked line manager", application, by=by, detail={"round": for_round})
    _send_first(release, application)
    return release


@transaction.atomic
def ask_again(applications: Iterable[Application], *, by: Any) -> int:
    """Remind these applicants' managers, and ask those not asked yet; how many mails that makes.

    Left out: who has agreed to the dates as they are, who has no manager's address, whoever is
    out of the running, and who was written to today already. So pressing twice writes once.
    """
    written = 0
    for pk in sorted(application.pk for application in applications):
        application = _locked_by_id(pk)
        _may_ask(application, by=by)
        if not application.manager_email or not rows.waits_for_manager(application):
            continue
        release = rows.newest_of(application)
        if release is None:
            written += ask(application, by=by) is not None
        elif not _settled(release, application):
            today = f"{clock.today():%Y%m%d}"
            written += chase(release, key=f"again:{today}", by=by)
    return written


def _settled(release: ReleaseAgreement, application: Application) -> bool:
    """Agreed to the dates as they are; or first written to today."""
    if release.state == ReleaseState.AGREED:
        return release.dates == as_shown(dates_for(application))
    return release.asked_at > clock.now() - rows.REST


@transaction.atomic
def chase(release: ReleaseAgreement, *, key: str, by: Any = None) -> int:
    """One more mail, with a link of its own. `key` makes it one; returns how many it made."""
    application = _locked_by_id(release.application_id)
    release = ReleaseAgreement.objects.select_for_update().get(pk=release.pk)
    if by is None and release.state != ReleaseState.ASKED:
        return 0
    if OutboundEmail.objects.filter(key=key_of(release, key)).exists():
        return 0
    if release.state == ReleaseState.AGREED:
        # The dates are others now. The yes keeps its own, so that the page can say what changed.
        release.state, release.asked_at = ReleaseState.ASKED, clock.now()
        changed = _changed_words(release, as_shown(dates_for(application)))
        _send(release, application, "release_changed", key, changes=changed)
    else:
        rule = f"release_chase_{key.removeprefix('day')}d" if key.startswith("day") else ""
        _send(release, application, "release_chase", key, rule=rule, asked_on=day(release.asked_at))
    release.chased_at = clock.now()
    release.save(update_fields=["state", "asked_at", "chased_at"])
    audit.record(
        "chased line manager",
        application,
        by=by or people.system(),
        detail={"round": release.round},
    )
    return 1


@transaction.atomic
def answer(
    link: ActionLink, *, agrees: bool, cover: str = "", concern: str = "", seen: list[list[str]]
) -> ReleaseAgreement:
    """The manager's word, which may change until the first session. The same twice is once.

    `seen` are the dates that the page showed: a yes to others than those there are is no yes.
    """
    found = ReleaseAgreement.objects.get(pk=link.subject_id)
    application = _locked_by_id(found.application_id)
    link = ActionLink.objects.select_for_update().get(pk=link.pk)
    release = ReleaseAgreement.objects.select_for_update().get(pk=found.pk)
    check(link, application)
    dates = as_shown(dates_for(application))
    if seen != dates:
        raise Refused(
            "The dates have changed since you opened this page. "
            "Please look at them again, and then answer."
        )
    cover, concern = (cover.strip(), "") if agrees else ("", concern.strip())
    if not (cover or concern):
        raise Refused("Tell us who covers." if agrees else "Tell us what worries you.")
    was, state = release.state, ReleaseState.AGREED if agrees else ReleaseState.CONCERN
    if (was, release.cover, release.concern, release.dates) == (state, cover, concern, dates):
        return release
    release.state, release.cover, release.concern = state, cover, concern
    release.dates, release.answered_at = dates, clock.now()
    release.save()
    _cancel_mails(release)
    audit.record(
        "answered as line manager",
        application,
        by=LinkHolder(),
        detail={"round": release.round, "from": was, "to": state},
    )
    return release


def check(link: ActionLink, application: Application) -> None:
    """Refused in words, unless this link can still answer. It tells nothing of a decision."""
    if link.revoked_at:
        raise Refused(CLOSED)
    if link.expires_at <= clock.now():
        raise Refused(
            f"This link could be used until {day(link.expires_at)}. If you have answered, your "
            "answer stands. If you have not, or something has changed, please write to us."
        )
    links.check(link)
    if not rows.waits_for_manager(application, as_shown=True):
        raise Refused("There is nothing to answer any more. Thank you for looking.")
    if open_until(application) <= clock.now():
        raise Refused("The programme is over, so there is nothing to answer any more. Thank you.")


@transaction.atomic
def correct_manager(application: Application, *, name: str, email: str, by: Any) -> bool:
    """The applicant names somebody else, or mends the address; whether a new mail was written.

    The old links close and the new address is asked afresh.
    """
    application = _locked(application)
    if not permissions.own_application(by, application):
        raise Refused("Only the person who applied can say who their manager is.")
    if not rows.waits_for_manager(application, as_shown=True):
        raise Refused("This application does not need a manager’s agreement any more.")
    name, email = name.strip(), email.strip()
    if not name or not email:
        raise Refused("Give your line manager’s name and e-mail address.")
    application.manager_name, application.manager_email = name, email
    application.save(update_fields=["manager_name", "manager_email"])
    audit.record("corrected line manager", application, by=by)
    return follow_manager(application, by=by)


@transaction.atomic
def follow_manager(application: Application, *, by: Any) -> bool:
    """In the change that names another manager: ask there, and close what the other had.

    An address that only changed its capitals, or the name alone, is no reason to ask again. A
    concern cannot be got rid of in this way.
    """
    release = rows.newest_of(application)
    if release is None:
        return ask(application, by=by) is not None
    name, email = application.manager_name, application.manager_email
    if release.manager_email.casefold() == email.casefold():
        if release.manager_name != name:
            release.manager_name = name
            release.save(update_fields=["manager_name"])
        return False
    if release.state == ReleaseState.CONCERN:
        raise Refused(
            "Your manager has told us of a concern, and we will speak with them and with you. "
            "Write to us if we should ask somebody else."
        )
    if _written_today(release) >= MOST_A_DAY:
        raise Refused(
            "You have named several line managers today. Write to us, and we ask the right one."
        )
    stop(release)
    release.manager_name, release.manager_email = name, email
    release.state, release.cover, release.concern = ReleaseState.ASKED, "", ""
    release.asked_at, release.chased_at, release.answered_at = clock.now(), None, None
    release.dates = as_shown(dates_for(application))
    release.save()
    audit.record("asked line manager", application, by=by, detail={"round": release.round})
    _send_first(release, application)
    return True


def _written_today(release: ReleaseAgreement) -> int:
    """To how many addresses: our mail is no way to write to strangers."""
    mails = OutboundEmail.objects.filter(kind__in=KINDS, key__startswith=f"release:{release.pk}:")
    return mails.filter(created_at__gt=clock.now() - A_DAY).values("to_email").distinct().count()


def stop(release: ReleaseAgreement) -> None:
    """Its links open nothing any more, and what has not left is not sent."""
    links.revoke(RELEASE_LINK, release)
    _cancel_mails(release)


def _cancel_mails(release: ReleaseAgreement) -> None:
    unsent = OutboundEmail.objects.filter(kind__in=KINDS, key__startswith=f"release:{release.pk}:")
    mail.cancel(unsent, reason=STALE)


def _may_ask(application: Application, *, by: Any) -> None:
    if permissions.own_application(by, application) or permissions.asks_manager(by, application):
        return
    if by != people.system():
        raise Refused("Only staff of the programme can ask a line manager.")


def key_of(release: ReleaseAgreement, what: str) -> str:
    """The time of the first asking is in it: another manager gets mails of their own."""
    return f"release:{release.pk}:{release.asked_at:%Y%m%d%H%M%S%f}:{what}"


def _send(
    release: ReleaseAgreement,
    application: Application,
    kind: str,
    what: str,
    rule: str = "",
    **extra: str,
) -> None:
    until = open_until(application)
    token = links.create(RELEASE_LINK, release, expires_at=until)
    cohort = application.cohort
    mail.queue_many(
        [
            mail.Message(
                kind=kind,
                key=key_of(release, what),
                to_email=release.manager_email,
                to_name=release.manager_name,
                scope=cohort.scope,
                rule=rule,
                expires_at=until,
                context={
                    "manager": release.manager_name or "manager",
                    "applicant": str(application),
                    "programme": cohort.programme.name,
                    "cohort": cohort.name,
                    "about": rows.about(cohort),
                    "dates": "\n".join(
                        filter(None, (lines(dates_for(application)), not_fixed(application)))
                    ),
                    "link": links.absolute("pioneers:release", token),
                    "until": day(until),
                    **extra,
                },
            )
        ]
    )


def _send_first(release: ReleaseAgreement, application: Application) -> None:
    if release.round == ReleaseRound.START:
        words = _changed_words(release, release.dates)
        _send(release, application, "release_start", "asked", rule="release_start", changes=words)
    else:
        _send(release, application, "release_ask", "asked")


def _changed_words(release: ReleaseAgreement, now: list[list[str]]) -> str:
    agreed = rows.last_yes(release)
    if agreed is None:
        return ""
    found = changes(agreed.dates, now)
    if not found:
        return f"You agreed on {day(agreed.answered_at)}. No date has changed since.\n\n"
    listed = "\n".join(f"- {words}" for words in found)
    return f"What has changed since you agreed on {day(agreed.answered_at)}:\n{listed}\n\n"


def _locked(application: Application) -> Application:
    return _locked_by_id(application.pk)


def _locked_by_id(pk: int) -> Application:
    return (
        Application.objects.select_for_update(of=("self",))
        .select_related("cohort__programme")
        .prefetch_related("applicant")
        .get(pk=pk)
    )
