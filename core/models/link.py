from django.conf import settings
from django.db import models

from core import clock


class ActionLink(models.Model):
    """A link in a mail that lets its holder do one thing, once, without signing in.

    Only a hash of the token is kept. Opening the link changes nothing: its page has one button.
    """

    token_hash = models.CharField(max_length=64, unique=True)
    action = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=64)
    # Nobody, where the holder has no account: a line manager, somebody invited to apply.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE
    )
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["action", "subject_id"])]

    def __str__(self) -> str:
        return f"{self.action} {self.subject_id}"
