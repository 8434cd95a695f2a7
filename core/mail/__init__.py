"""Outgoing mail: a row before it is a message. See docs/decisions/0003."""

from core.mail.kinds import Kind, Policy, add_planner, before_release, register
from core.mail.outbox import Message, cancel, preview, queue, queue_many, release, ring

__all__ = [
    "Kind",
    "Message",
    "Policy",
    "add_planner",
    "before_release",
    "cancel",
    "preview",
    "queue",
    "queue_many",
    "register",
    "release",
    "ring",
]
