"""The deeds of award, as the pages and the inbox know them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procurement.award import rules
from procurement.competition.telling import tell_participants
from workflow.deeds import Deed, register
from workflow.models import HistoryEntry


def told_settled(entry: HistoryEntry) -> str:
    """What the timeline says of a complaint that is settled."""
    if entry.data.get("upheld"):
        return _("upheld a complaint. The choice is made anew, with a new standstill")
    return _("settled a complaint. The choice stands")


register(
    Deed(
        "recommend_award",
        gettext_lazy("Recommend a supplier"),
        rules.can_recommend_award,
        title=gettext_lazy("Recommend a supplier"),
        why=gettext_lazy("The tender deadline has passed. The evaluation group recommends, the lead buyer decides."),
        told=gettext_lazy("recommended a supplier"),
        minutes=30,
        rank=20,
        offered=rules.is_ready_to_recommend,
    ),
    Deed(
        "decide_award",
        gettext_lazy("Choose the supplier"),
        rules.can_decide_award,
        title=gettext_lazy("Choose the supplier"),
        why=gettext_lazy("The evaluation group has recommended a supplier. You decide for the lead buyer."),
        told=gettext_lazy("chose a supplier"),
        minutes=15,
        tells=tell_participants,
        rank=10,
    ),
    Deed(
        "send_letters",
        gettext_lazy("Note that the letters are sent"),
        rules.can_send_letters,
        title=gettext_lazy("Send the award letters"),
        why=gettext_lazy("The supplier is chosen. The standstill runs from the day that all letters are sent."),
        told=gettext_lazy("sent the award letters. The standstill runs"),
        minutes=20,
        tells=tell_participants,
        rank=10,
    ),
    Deed(
        "register_complaint",
        gettext_lazy("Register a complaint"),
        rules.can_register_complaint,
        told=gettext_lazy("registered a complaint. Nobody may sign until it is settled"),
        minutes=5,
        tells=tell_participants,
        rank=60,
    ),
    Deed(
        "settle_complaint",
        gettext_lazy("Settle the complaint"),
        rules.can_settle_complaint,
        told=told_settled,
        minutes=10,
        tells=tell_participants,
        rank=15,
    ),
    Deed(
        "open_contracts",
        gettext_lazy("Open the contracts for signing"),
        rules.can_open_contracts,
        title=gettext_lazy("Open the contracts for signing"),
        why=gettext_lazy("The day after the standstill each participant may sign its own contract."),
        told=gettext_lazy("opened the contracts for signing"),
        minutes=2,
        tells=tell_participants,
        rank=10,
    ),
)
