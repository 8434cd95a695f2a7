"""What goes out in the next days and why; and what staff do to a group of mails at once."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property

from cohorts import selectors
from cohorts.selectors import mails
from cohorts.views.base import CohortPage
from core.mail import editing, groups, kinds
from core.models import MailState
from core.templatetags.words import day as day_words
from core.views import ActionPage, Page

TROUBLE_SHOWN = 30


def plural(n: int) -> str:
    return f"{n} mail{'' if n == 1 else 's'}"


class ComingMails(CohortPage, Page):
    template_name = "cohorts/coming_mails.html"
    tab = "coming"
    title = "Next 14 days"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        days = mails.coming(self.cohort, self.request.user)
        trouble = mails.trouble(self.cohort, self.request.user)
        found = list(trouble[: TROUBLE_SHOWN + 1])
        shown = found[:TROUBLE_SHOWN]
        blocked = mails.blocked(row.to_email for row in shown)
        n = sum(one.count for one in days)
        return super().get_context_data(
            days=days,
            trouble=[(row, blocked.get(row.to_email.lower())) for row in shown],
            more_trouble=len(found) > len(shown),
            may_retry=any(row.state == MailState.FAILED for row in shown),
            most=mails.MOST_ROWS if n >= mails.MOST_ROWS else 0,
            lead=f"{plural(n)} as things stand today." if n else "",
            **kwargs,
        )


class RetryFailed(CohortPage, ActionPage):
    title = "Send again what failed"
    tab = "outbox"

    @cached_property
    def failed(self) -> Any:
        return selectors.outbox(self.cohort, self.request.user, state=MailState.FAILED)

    @property
    def question(self) -> str:  # type: ignore[override]
        return (
            f"{plural(self.failed.count())} could not be sent. All are tried again now, but for "
            "those whose address does not work: correct the address, or lift the block, first."
        )

    @property
    def button(self) -> str:  # type: ignore[override]
        return "Retry all failed"

    def act(self) -> str:
        n = editing.retry_all_failed(self.failed, by=self.request.user)
        left = self.failed.count()
        said = f"{plural(n)} on the way again."
        if left:
            said += f" {plural(left)} not tried: mail to that address comes back."
        messages.success(self.request, said)
        return self.back()

    def back(self) -> str:
        return reverse("cohorts:outbox", args=[self.cohort.pk])


class GroupAction(CohortPage, ActionPage):
    """Release, hold or cancel the mails of one day that say the same.

    Only those that the question counted: what came since has a higher id and is left alone.
    """

    template_name = "cohorts/group_action.html"
    tab = "coming"
    ACTIONS = {
        "release": ("Release", groups.release_all, "They go out now, or when they are due."),
        "hold": ("Hold", groups.hold_all, "They stay here until somebody releases them."),
        "cancel": ("Cancel", groups.cancel_all, "They will not be sent."),
    }
    STATES = {
        "release": [MailState.HELD],
        "hold": [MailState.DUE],
        "cancel": [MailState.HELD, MailState.DUE],
    }

    @property
    def verb(self) -> str:
        return self.kwargs["verb"]

    @cached_property
    def wanted(self) -> dict[str, str]:
        return {name: self.request.GET.get(name, "") for name in ("day", "kind", "rule", "thread")}

    @cached_property
    def rows(self) -> Any:
        found = mails.waiting_in(self.cohort, self.request.user, self.wanted)
        rows = found.filter(state__in=self.STATES[self.verb])
        upto = self.request.POST.get("upto", "")
        if upto.isdecimal() and len(upto) < 18:
            rows = rows.filter(pk__lte=int(upto))
        return rows

    @cached_property
    def found(self) -> list[Any]:
        return list(self.rows.order_by("to_name", "pk"))

    @property
    def title(self) -> str:  # type: ignore[override]
        return f"{self.ACTIONS[self.verb][0]} {plural(len(self.found))}"

    button = title

    @property
    def question(self) -> str:  # type: ignore[override]
        if not self.found:
            return "None of these mails waits any more. There is nothing to do."
        words = kinds.find(self.wanted["kind"]).title
        due = day_words(self.found[0].due_at)
        return f"“{words}”, due {due}. {self.ACTIONS[self.verb][2]}"

    def act(self) -> str:
        n = self.ACTIONS[self.verb][1](self.rows, by=self.request.user)
        done = {"release": "released", "hold": "held", "cancel": "cancelled"}[self.verb]
        messages.success(self.request, f"{plural(n)} {done}.")
        return self.back()

    def back(self) -> str:
        return reverse("cohorts:coming_mails", args=[self.cohort.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            found=self.found,
            upto=max((row.pk for row in self.found), default=0),
            **kwargs,
        )


class GroupPage(CohortPage, Page):
    """Every mail of one group, each with its page."""

    template_name = "cohorts/mail_group.html"
    tab = "coming"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        wanted = {
            name: self.request.GET.get(name, "") for name in ("day", "kind", "rule", "thread")
        }
        found = mails.waiting_in(self.cohort, self.request.user, wanted)
        rows = list(found.order_by("to_name", "pk")[: mails.MOST_ROWS])
        if not rows:
            raise Http404("None of these mails waits any more.")
        return super().get_context_data(
            title=kinds.find(wanted["kind"]).title,
            lead=f"{plural(len(rows))}, due {day_words(rows[0].due_at)}",
            rows=rows,
            query=urlencode(wanted),
            held=sum(row.state == MailState.HELD for row in rows),
            back=reverse("cohorts:coming_mails", args=[self.cohort.pk]),
            **kwargs,
        )
