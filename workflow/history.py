"""Writing and reading what was done. The database chains the entries; texts lie beside the chain."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from workflow import clock
from workflow.actors import Actor, Grant
from workflow.models import Case, Comment, HistoryEntry, HistoryText, Party, Visibility
from workflow.models.history import new_salt
from workflow.visibility import Eyes


@dataclass(frozen=True)
class Text:
    """A free text of a deed, and who may read it.

    `party` is whose own it is, where that is another than the party that the deed is done for.
    """

    text: str
    visibility: str = Visibility.REGION
    party: int | None = None


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
    party_id = getattr(party, "pk", party)
    rows = [
        HistoryText(
            name=name,
            text=text.text,
            visibility=text.visibility,
            party_id=text.party or party_id,
            salt=new_salt(),
        )
        for name, text in (texts or {}).items()
        if text.text.strip()
    ]
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
    if rows:
        HistoryText.objects.bulk_create(rows)
    return entry


@dataclass(frozen=True)
class Said:
    """A text of an entry, to one who may read it. `removed`: it was erased, and nothing is left of its words."""

    name: str
    text: str
    visibility: str
    party_id: int | None = None
    removed: bool = False


@dataclass(frozen=True)
class Told:
    """An entry with the texts that the reader may see."""

    entry: HistoryEntry
    texts: list[Said] = field(default_factory=list)


def entries(case: Case, eyes: Eyes) -> QuerySet[HistoryEntry]:
    """The entries of a case that a reader may know of, newest first.

    An entry whose data names a visibility (a comment, a document) is for those alone.
    """
    open_to_all = ~Q(data__has_key="visibility")
    closed = eyes.readable(visibility="data__visibility", author="actor_id")
    return (
        HistoryEntry.objects.filter(open_to_all | closed, case_id=case.pk)
        .select_related("actor", "party", "on_behalf_of")
        .order_by("-sequence")
    )


def with_texts(case: Case, rows: Iterable[HistoryEntry], eyes: Eyes) -> list[Told]:
    """Entries with what was said in them: reasons and comments, as far as the reader may see. Two queries.

    Of a text that was mended the newest version is read; of an erased one it is said that it is removed.
    """
    rows = list(rows)
    said: dict[int, dict[str, Said]] = defaultdict(dict)
    texts = HistoryText.objects.filter(
        eyes.readable(author="entry__actor_id"), case_id=case.pk, entry_id__in=[row.pk for row in rows]
    )
    for text in texts.order_by("entry_id", "pk"):
        removed = text.erased_at is not None
        said[text.entry_id][text.name] = Said(text.name, text.text, text.visibility, text.party_id, removed)
        if not (removed or text.text.strip()):
            del said[text.entry_id][text.name]
    by_comment = {row.data["comment"]: row.pk for row in rows if "comment" in row.data}
    comments = Comment.objects.filter(eyes.readable(author="author_id"), case_id=case.pk, pk__in=list(by_comment))
    for row in comments:
        removed = not row.text  # nobody can write an empty one
        said[by_comment[row.pk]]["comment"] = Said("comment", row.text, row.visibility, row.party_id, removed)
    return [Told(row, list(said[row.pk].values())) for row in rows]


@dataclass(frozen=True)
class Broken:
    """A place where the chain does not hold. `fault` is one of order, entry, link, text."""

    case_id: UUID
    sequence: int
    fault: str

    def __str__(self) -> str:
        return f"case {self.case_id}, entry {self.sequence}: {self.fault}"


CHAIN = """
    SELECT case_id, sequence, fault FROM (
        SELECT e.case_id, e.sequence, CASE
            WHEN e.sequence <> row_number() OVER chain THEN 'order'
            WHEN e.previous_hash <> coalesce(lag(e.hash) OVER chain, '') THEN 'link'
            WHEN e.hash <> encode(sha256(convert_to(workflow_history_payload(e), 'UTF8')), 'hex') THEN 'entry'
            WHEN EXISTS (
                SELECT 1 FROM jsonb_each_text(e.digests) AS kept (name, digest)
                LEFT JOIN workflow_historytext t ON t.entry_id = e.id AND t.name = kept.name AND t.version = 1
                WHERE t.id IS NULL OR (
                    t.erased_at IS NULL
                    AND kept.digest <> encode(sha256(convert_to(t.salt || chr(10) || t.text, 'UTF8')), 'hex')
                )
            ) THEN 'text'
        END AS fault
        FROM workflow_historyentry e
        WHERE %(case)s::uuid IS NULL OR e.case_id = %(case)s::uuid
        WINDOW chain AS (PARTITION BY e.case_id ORDER BY e.sequence)
    ) AS checked
    WHERE fault IS NOT NULL
    ORDER BY case_id, sequence
"""


def verify(case_id: UUID | None = None) -> list[Broken]:
    """Where the chain of one case, or of all that the actor sees, does not hold. Empty when all is whole.

    Checked in one query: no entry is missing in between, each holds the hash of the one before and of itself, and each
    text that is not erased is the one that was written.
    """
    with connection.cursor() as cursor:
        cursor.execute(CHAIN, {"case": case_id})
        return [Broken(*row) for row in cursor.fetchall()]
