"""How the choice of a route is undone; and what binds towards suppliers, and therefore stands."""

from django.utils.translation import gettext_lazy as _

from procurement.planning.models import Plan
from workflow import undoing
from workflow.actors import Actor
from workflow.models import Case, HistoryEntry, HistoryText
from workflow.undoing import Undo


def former_route(case: Case, entry: HistoryEntry, by: Actor) -> None:
    """The route and the reason that stood before, or none. What was taken back did not stand."""
    before = entry.data.get("before", "")
    chosen = case.history.filter(deed="choose_route", sequence__lt=entry.sequence)
    earlier = chosen.exclude(sequence__in=undoing.undone_in(case)).order_by("-sequence").first()
    reason = ""
    if before and earlier:
        texts = HistoryText.objects.filter(entry=earlier, name="reason").order_by("-version")
        reason = texts.values_list("text", flat=True).first() or ""
    Plan.objects.filter(case=case).update(route=before, route_reason=reason)


undoing.register(choose_route=Undo(restore=former_route))
undoing.final(
    publish_notice=_("The notice is published, and suppliers rely on it. A competition is cancelled with a reason."),
    invite_tenders=_("The invitation is sent, and suppliers rely on it. A competition is cancelled with a reason."),
    cancel_competition=_("The suppliers rely on the competition being cancelled. A new one can be started."),
    register_tender=_("A tender that has come in is part of the competition's protocol."),
    send_letters=_("The letters to the suppliers are sent, and the standstill runs."),
    decide_award=_("The award is decided by the authorised person. It is changed by a new decision with a reason."),
    sign_contract=_("A signed contract binds the municipality towards the supplier."),
    call_off=_("The call-off binds towards the supplier."),
    agree_renegotiation=_("The new terms bind towards the supplier."),
    open_contracts=_("The municipalities have been given their contracts to sign."),
)
