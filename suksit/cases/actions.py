"""The deeds that a case allows at any open step: hold, resume, cancel, comment, attach, its archive number."""

from typing import Any

from suksit.cases import rules
from suksit.cases.models import ChangeCase
from workflow import clock, flows
from workflow.actors import Actor
from workflow.history import Text
from workflow.models import Comment, Document, Participant, Visibility
from workflow.transitions import Stale, change_state, locked, require, write_down
from workflow.uploads import CheckedUpload, keep


def hold_case(case: ChangeCase, *, by: Actor, reason: str) -> ChangeCase:
    """Put the case on hold: nothing moves, nobody is reminded."""
    with locked(case) as case:
        require(by.may("hold_case", case.region_id))
        if not rules.can_hold_case(case, by):
            raise Stale(case)
        case.on_hold_since = clock.now()
        case.save(update_fields=["on_hold_since"])
        write_down(
            case, "hold_case", by=by, permission="hold_case", party=case.region_id, texts={"reason": Text(reason)}
        )
        return case


def resume_case(case: ChangeCase, *, by: Actor, reason: str = "") -> ChangeCase:
    """Take the case up again where it was."""
    with locked(case) as case:
        require(by.may("resume_case", case.region_id))
        if not rules.can_resume_case(case, by):
            raise Stale(case)
        case.on_hold_since = None
        case.save(update_fields=["on_hold_since"])
        write_down(
            case, "resume_case", by=by, permission="resume_case", party=case.region_id, texts={"reason": Text(reason)}
        )
        return case


def cancel_case(case: ChangeCase, *, by: Actor, reason: str) -> ChangeCase:
    """End the case before its goal, with a reason. Everything that was open is withdrawn."""
    with locked(case) as case:
        change_state(
            case,
            "cancel_case",
            by=by,
            permission="cancel_case",
            party=case.region_id,
            texts={"reason": Text(reason)},
            while_on_hold=True,
        )
        flows.stop(case, by=by)
        return case


def voice(actor: Actor, permission: str) -> int:
    """The party that a person speaks for: the first on which the right is held."""
    return min(actor.parties_with(permission))


def comment_case(case: ChangeCase, *, by: Actor, text: str, visibility: str = Visibility.REGION) -> Comment:
    """Say something on the case, to those who may read it."""
    with locked(case) as case:
        require(rules.can_comment_case(case, by))
        party = voice(by, "comment_case")
        comment = Comment.objects.create(
            case=case, party_id=party, author_id=by.user_id, text=text, visibility=visibility, written_at=clock.now()
        )
        write_down(
            case,
            "comment_case",
            by=by,
            permission="comment_case",
            party=party,
            data={"comment": comment.pk, "visibility": visibility},
        )
        return comment


def attach_document(
    case: ChangeCase,
    checked: CheckedUpload,
    file: Any,
    *,
    by: Actor,
    visibility: str = Visibility.REGION,
    purpose: str = "",
) -> Document:
    """Attach a checked file to the case."""
    with locked(case) as case:
        require(rules.can_attach_document(case, by))
        party = voice(by, "attach_document")
        document = keep(case, checked, file, by=by, party=party, visibility=visibility, purpose=purpose)
        if case.state != "draft":
            write_down(
                case,
                "attach_document",
                by=by,
                permission="attach_document",
                party=party,
                data={"document": str(document.pk), "sha256": checked.sha256, "visibility": visibility},
            )
        return document


def set_archive_number(case: ChangeCase, party_id: int, number: str, *, by: Actor) -> None:
    """Note the number that a party's own archive gives the case; the region's own is the case's."""
    with locked(case) as case:
        require(rules.can_set_archive_number(case, by) and by.may("set_archive_number", party_id))
        if party_id == case.region_id:
            case.archive_number = number
            case.save(update_fields=["archive_number"])
        else:
            Participant.objects.filter(case=case, party_id=party_id).update(archive_number=number)
        write_down(
            case, "set_archive_number", by=by, permission="set_archive_number", party=party_id, data={"number": number}
        )
