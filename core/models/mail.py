from __future__ import annotations

from django.conf import settings
from django.db import models

from core import clock


class MailState(models.TextChoices):
    HELD = "held", "Waiting for staff"
    DUE = "due", "Waiting to go"
    CLAIMED = "claimed", "Being sent"
    SENDING = "sending", "With the mail server"
    SENT = "sent", "Sent"
    CANCELLED = "cancelled", "Cancelled"
    EXPIRED = "expired", "Too late to send"
    UNKNOWN = "unknown", "May or may not have gone"
    FAILED = "failed", "Could not be sent"
    BOUNCED = "bounced", "Came back"
    FOLDED = "folded", "Sent together with others"


UNSENT = (MailState.HELD, MailState.DUE)


class OutboundEmailQuerySet(models.QuerySet["OutboundEmail"]):
    def in_scopes(self, scopes: list[str]) -> OutboundEmailQuerySet:
        """Rows of these scopes (such as cohort:3); those of no scope are their reader's."""
        return self.filter(scope__in=scopes).exclude(scope="")

    def due(self) -> OutboundEmailQuerySet:
        now = clock.now()
        return self.filter(
            models.Q(next_attempt_at__isnull=True) | models.Q(next_attempt_at__lte=now),
            state=MailState.DUE,
            due_at__lte=now,
        )


class OutboundEmail(models.Model):
    """A message that should reach one person. It is a row before it is a mail (the outbox).

    Made by `core.mail.queue`, moved on only by `core.mail.delivery` and `core.mail.outbox`.
    """

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=60)
    scope = models.CharField(max_length=60, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )
    to_email = models.EmailField(max_length=254)
    to_name = models.CharField(max_length=120, blank=True)
    subject = models.CharField(max_length=250)
    body = models.TextField()
    # An iCalendar object (RFC 5545) that goes with the mail; its METHOD says what for.
    calendar = models.TextField(blank=True)
    # Mails of one thread are shown together by mail programs: the key of what they speak of.
    thread = models.CharField(max_length=200, blank=True)
    # Which planned mail of its cohort this is: a key of cohorts.mail_rules.
    rule = models.CharField(max_length=60, blank=True)
    # What its placeholders were filled with, so that new words can be put in while it waits.
    # Empty for what is secret, and for a mail that staff wrote or changed by hand.
    context = models.JSONField(default=dict, blank=True)
    # The digest that took this reminder with it.
    folded_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="folded"
    )
    state = models.CharField(max_length=12, choices=MailState, default=MailState.DUE)
    created_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    token = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    resends = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    message_id = models.CharField(max_length=200)
    sent_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=250, blank=True)

    objects = OutboundEmailQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "due_at"]),
            models.Index(fields=["scope", "state"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=MailState.values), name="mail_state_is_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=MailState.SENT) | models.Q(sent_at__isnull=False),
                name="sent_mail_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to_email}"


class EmailTemplate(models.Model):
    """Staff's own words for one kind of mail; without a row, the kind's default words are used."""

    kind = models.CharField(max_length=60, unique=True)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    updated_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.kind


class MailChoice(models.Model):
    """That a person does not want one kind of mail any more. No row: they get it."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_choices"
    )
    kind = models.CharField(max_length=60)
    turned_off_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="one_choice_per_kind_of_mail")
        ]

    def __str__(self) -> str:
        return f"{self.person} without {self.kind}"


class BouncedAddress(models.Model):
    """An address that mail servers refuse for good: nothing is sent there until staff lift it."""

    email = models.EmailField(max_length=254, unique=True)
    reason = models.CharField(max_length=250)
    bounced_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-bounced_at"]

    def __str__(self) -> str:
        return self.email
