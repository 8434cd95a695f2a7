"""Telling the other side of a comment."""

from __future__ import annotations

from typing import Any

from cohorts.models import Programme
from core import links, mail
from core.models import User
from pioneers.models import Pairing
from qi_projects.models import Comment
from qi_projects.progress_mails import COMMENT
from qi_projects.selectors.progress import comment_path, reporters, thread_of


def tell(comment: Comment) -> int:
    """To the Pioneer what others say; to the mentor, staff and team who spoke, what they do."""
    project = comment.project
    own = reporters([project])[project.pk]
    to = _others(comment) if comment.written_by_id == own.pk else [own]
    link = links.on_site(comment_path(project.pk, comment.update_id))
    return mail.queue_many(
        mail.Message(
            kind=COMMENT,
            key=f"{COMMENT}:{comment.pk}:user:{person.pk}",
            to_email=person.email,
            to_name=person.name,
            person_id=person.pk,
            scope=project.pioneer.cohort.scope,
            thread=thread_of(project.pk),
            context={
                "first_name": person.first_name or "there",
                "author": comment.written_by.name,
                "project": project.title,
                "comment": comment.text,
                "link": link,
            },
        )
        for person in to
        if person.is_active
    )


def _others(comment: Comment) -> list[User]:
    project = comment.project
    pairs = Pairing.objects.current().filter(pioneer=project.pioneer_id)
    found: dict[int, Any] = {
        pair.mentor.user_id: pair.mentor.user for pair in pairs.select_related("mentor__user")
    }
    programme = project.pioneer.cohort.programme_id
    spoke = User.objects.filter(pk__in=project.comments.order_by().values("written_by"))
    team = set(project.members.joined().values_list("person", flat=True))
    for person in spoke.exclude(pk=comment.written_by_id).order_by("pk"):
        staff = Programme.objects.staffed_by(person).filter(pk=programme)
        if person.pk in team or staff.exists():
            found[person.pk] = person
    return list(found.values())
