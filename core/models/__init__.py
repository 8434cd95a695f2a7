from core.models.audit import AuditEvent
from core.models.consent import ConsentGiven, ConsentKind, ConsentText
from core.models.document import Document, DocumentState
from core.models.heartbeat import Heartbeat
from core.models.link import ActionLink
from core.models.mail import BouncedAddress, EmailTemplate, MailChoice, MailState, OutboundEmail
from core.models.merge import Merge, MergeState, NotSamePerson
from core.models.user import User

__all__ = [
    "ActionLink",
    "AuditEvent",
    "BouncedAddress",
    "ConsentGiven",
    "ConsentKind",
    "ConsentText",
    "Document",
    "DocumentState",
    "EmailTemplate",
    "Heartbeat",
    "MailChoice",
    "MailState",
    "Merge",
    "MergeState",
    "NotSamePerson",
    "OutboundEmail",
    "User",
]
