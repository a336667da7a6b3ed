"""How the answers and the closing of the question are undone. What binds a party towards others stands."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procurement.invitation.models import Answer, Authorisation, Invitation
from workflow import participants, undoing
from workflow.actors import Actor
from workflow.models import Case, Grade, HistoryEntry
from workflow.undoing import Undo


def answer_of(case: Case, entry: HistoryEntry) -> Answer:
    """The answer that an entry tells of."""
    return Answer.objects.get(case=case, party_id=entry.data.get("party", entry.party_id))


def only_first(case: Case, entry: HistoryEntry) -> str:
    """An answer that replaced another is mended by answering again: what stood before is kept in the history alone."""
    return _("It replaced an earlier answer. You may change it instead.") if entry.data.get("before") else ""


def forget_answer(case: Case, entry: HistoryEntry, by: Actor) -> None:
    """Nothing is answered: a first answer leaves nothing behind."""
    empty = Answer(case=case)
    answer = answer_of(case, entry)
    names = [field.name for field in Answer._meta.fields if field.name not in ("id", "case", "party", "state")]
    for name in names:
        setattr(answer, name, getattr(empty, name))
    answer.save(update_fields=names)


def open_question(case: Case, entry: HistoryEntry, by: Actor) -> None:
    """Nobody is asked for an authorisation, and those who were to join have what they had before."""
    Authorisation.objects.filter(case=case).delete()
    Invitation.objects.filter(case=case).update(closed_on=None)
    for party in entry.data.get("raised", []):
        participants.set_grade(case, party, Grade.ASKED)


undoing.register(
    answer_invitation=Undo(record=answer_of, restore=forget_answer, refuse=only_first, mail_binds=True),
    close_unanswered=Undo(record=answer_of, alone=False),
    close_invitation=Undo(restore=open_question, mail_binds=True),
)
undoing.final(
    ask_partners=gettext_lazy("The municipalities are asked. Cancel the case with a reason if that was wrong."),
    give_authorisation=gettext_lazy("An authorisation binds your municipality, and is not taken back here."),
    decline_authorisation=gettext_lazy("The others have been told of your decision, and go on without you."),
)
