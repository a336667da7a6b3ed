"""Writing and reading what was done. The database chains the entries; texts lie beside the chain."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from workflow import clock
from workflow.actors import Actor, Grant
from workflow.models import Case, HistoryEntry, HistoryText, Party, Visibility
from workflow.models.history import new_salt


@dataclass(frozen=True)
class Text:
    """A free text of a deed, and who may read it."""

    text: str
    visibility: str = Visibility.REGION


def digest(salt: str, text: str) -> str:
    """What the chain keeps of a text: enough to prove it, not enough to read it."""
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()


def record(
    case: Case,
    deed: str,
    *,
    by: Actor,
    grant: Grant,
    party: Party | int | None = None,
    from_state: str = "",
    to_state: str = "",
    data: Mapping[str, Any] | None = None,
    texts: Mapping[str, Text] | None = None,
    happened_at: datetime | None = None,
) -> HistoryEntry:
    """Append one entry to a case's history.

    `data` holds keys, enumerated values and public figures only, for it is hashed for ever; names and free text go in
    `texts`. `party` is the party that the deed was done for.
    """
    rows = [
        HistoryText(name=name, text=text.text, visibility=text.visibility, salt=new_salt())
        for name, text in (texts or {}).items()
        if text.text.strip()
    ]
    party_id = getattr(party, "pk", party)
    entry = HistoryEntry.objects.create(
        case_id=case.pk,
        happened_at=happened_at or clock.now(),
        actor_id=by.user_id,
        on_behalf_of_id=grant.on_behalf_of,
        capacity=grant.capacity,
        party_id=party_id,
        deed=deed,
        from_state=from_state,
        to_state=to_state,
        channel=by.channel,
        data=dict(data or {}),
        digests={row.name: digest(row.salt, row.text) for row in rows},
    )
    for row in rows:
        row.entry = entry
        row.case_id = case.pk
        row.party_id = party_id
    if rows:
        HistoryText.objects.bulk_create(rows)
    return entry
