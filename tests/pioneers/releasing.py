"""What the tests of line managers' agreements share: who was asked, by which mail and link."""

from __future__ import annotations

import json
import re

from core import links
from core.models import OutboundEmail
from pioneers.dates import as_shown
from pioneers.models import Application
from pioneers.release_dates import dates_for
from pioneers.selectors.releases import newest_of
from pioneers.services import releases
from tests import factories as make

TAKES = {"answer": "yes", "cover": "Zephyrine, the deputy"}
WORRIES = {"answer": "concern", "concern": "We have no deputy in March."}


def asked(to=None, **fields) -> Application:
    """A sent application whose manager was just written to."""
    application = make.application(to, **fields)
    releases.ask(application, by=application.applicant)
    return application


def mails(application: Application) -> list[OutboundEmail]:
    """To its managers, in the order of their making."""
    found = [f"release:{release.pk}:" for release in application.releases.all()]
    rows = OutboundEmail.objects.filter(kind__startswith="release_").order_by("pk")
    return [row for row in rows if row.key.startswith(tuple(found))]


def address(mail: OutboundEmail) -> str:
    found = re.search(r"/release/[\w-]+/", mail.body)
    assert found, mail.body
    return found.group()


def link_of(application: Application, number: int = -1):
    return links.find(address(mails(application)[number]).split("/")[2], releases.RELEASE_LINK)


def seen(application: Application) -> list[list[str]]:
    return as_shown(dates_for(Application.objects.get(pk=application.pk)))


def answers(client, application: Application, number: int = -1, **typed: str):
    """On the page behind the link of one of the mails; the newest, unless another is named."""
    url = address(mails(application)[number])
    return client.post(url, {"seen": json.dumps(seen(application)), **typed})


def standing(application: Application) -> tuple[str, str, str]:
    release = newest_of(application)
    assert release is not None
    return release.state, release.cover, release.concern
