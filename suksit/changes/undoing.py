"""How the decisions on a report are undone: those told of them are told that they were taken back."""

from django.utils.translation import gettext as _

from suksit.changes.models import Assessment, DecisionRecord
from workflow import undoing
from workflow.actors import Actor
from workflow.models import Case, HistoryEntry
from workflow.undoing import Undo


def forget_decision(case: Case, entry: HistoryEntry, by: Actor) -> None:
    """BP1 is not decided."""
    DecisionRecord.objects.filter(case=case, point=entry.data["point"]).order_by("-pk").first().delete()


def forget_assessment(case: Case, entry: HistoryEntry, by: Actor) -> None:
    """It is not assessed."""
    Assessment.objects.filter(case=case).delete()


def only_first(case: Case, entry: HistoryEntry) -> str:
    """An assessment that replaced another is mended by assessing again."""
    return "" if entry.from_state else _("It replaced an earlier assessment. You may change it instead.")


undoing.register(
    accept_report=Undo(restore=forget_decision),
    assess_report=Undo(restore=forget_assessment, refuse=only_first),
    reject_report=Undo(),
    handle_locally=Undo(),
)
