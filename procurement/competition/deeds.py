"""The deeds of competition, as the pages and the inbox know them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procurement.competition import rules
from procurement.competition.reasons import CancelCode
from procurement.competition.telling import tell_participants, tell_purchaser
from workflow.deeds import Deed, register
from workflow.models import HistoryEntry


def told_cancelled(entry: HistoryEntry) -> str:
    """What the timeline says of a cancelled competition."""
    code = entry.data.get("code", "")
    why = CancelCode(code).label if code in CancelCode.values else code
    return _("cancelled the competition. Reason: %(why)s.") % {"why": str(why).lower()}


def told_declared(entry: HistoryEntry) -> str:
    """What the timeline says of a declaration."""
    if entry.data.get("impartial", True):
        return _("declared to be impartial")
    return _("stepped out of the evaluation group")


register(
    Deed(
        "publish_notice",
        gettext_lazy("Note that the notice is published"),
        rules.can_publish_notice,
        title=gettext_lazy("Publish the notice"),
        why=gettext_lazy("The notice fixes who takes part. After that nobody can join."),
        told=gettext_lazy("published the notice. The list of participants is locked"),
        minutes=10,
        tells=tell_participants,
        rank=10,
        offered=rules.can_fix_participants,
    ),
    Deed(
        "invite_tenders",
        gettext_lazy("Note that the invitation is sent"),
        rules.can_invite_tenders,
        title=gettext_lazy("Invite to tender"),
        why=gettext_lazy("The invitation fixes who takes part. After that nobody can join."),
        told=gettext_lazy("invited suppliers to tender. The list of participants is locked"),
        minutes=10,
        tells=tell_participants,
        rank=10,
        offered=rules.can_fix_participants,
    ),
    Deed(
        "register_tender",
        gettext_lazy("Register tenders"),
        rules.can_register_tender,
        title=gettext_lazy("Register the tenders"),
        why=gettext_lazy("The tender deadline has passed."),
        told=gettext_lazy("registered a tender"),
        minutes=5,
        rank=15,
        offered=rules.tenders_can_be_opened,
    ),
    Deed(
        "declare_impartiality",
        gettext_lazy("Declare whether you are impartial"),
        rules.can_declare_impartiality,
        title=gettext_lazy("Say whether you are impartial"),
        why=gettext_lazy("You are in the evaluation group, and the tenderers are known now."),
        told=told_declared,
        minutes=2,
        tells=tell_purchaser,
        rank=12,
    ),
    Deed(
        "cancel_competition",
        gettext_lazy("Cancel the competition"),
        rules.can_cancel_competition,
        told=told_cancelled,
        minutes=10,
        tells=tell_participants,
        rank=90,
    ),
)
