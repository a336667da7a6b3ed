"""The engine's tables. Procurement and the product hang their own details on `Case` and `Party`."""

from workflow.models.cases import Case, Grade, Participant
from workflow.models.history import Anchor, AnchoredHead, Channel, HistoryEntry, HistoryText
from workflow.models.inbox import Assignment, Substitution
from workflow.models.outbox import Notification
from workflow.models.papers import Comment, Document, Visibility
from workflow.models.parties import Party, PartyKind, PartyPermission

__all__ = [
    "Anchor",
    "AnchoredHead",
    "Assignment",
    "Case",
    "Channel",
    "Comment",
    "Document",
    "Grade",
    "HistoryEntry",
    "HistoryText",
    "Notification",
    "Participant",
    "Party",
    "PartyKind",
    "PartyPermission",
    "Substitution",
    "Visibility",
]
