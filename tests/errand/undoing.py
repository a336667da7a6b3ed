"""How the deeds of the errand are undone: triage and a reply can be, asking binds by its mails, the end stands."""

from tests.errand.models import Reply
from workflow import undoing
from workflow.actors import Actor
from workflow.models import Case, HistoryEntry
from workflow.undoing import Undo


def reply_of(case: Case, entry: HistoryEntry) -> Reply:
    """The reply that an entry tells of."""
    return Reply.objects.get(case=case, party_id=entry.party_id)


def empty_reply(case: Case, entry: HistoryEntry, by: Actor) -> None:
    """What was replied is gone."""
    Reply.objects.filter(case=case, party_id=entry.party_id).update(choice="")


def forget_replies(case: Case, entry: HistoryEntry, by: Actor) -> None:
    """Nobody is asked."""
    Reply.objects.filter(case=case).delete()


undoing.register(
    triage_errand=Undo(permission="accept_report"),
    ask_errand=Undo(permission="ask_partners", restore=forget_replies, mail_binds=True),
    reply_errand=Undo(permission="answer_invitation", record=reply_of, restore=empty_reply),
    decide_errand=Undo(permission="close_invitation"),
)
undoing.final(end_errand="The end stands.")
