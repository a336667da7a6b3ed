"""What a case shows of rollout: each municipality, when, what is missing, and a delay told with its cause."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from suksit.cases.models import ENDED_STATES, ChangeCase
from suksit.rollout import rules, words
from suksit.rollout.models import Rollout
from workflow.actors import Actor
from workflow.panels import Panel, register

OWN_DEEDS = {
    "to_plan": ("plan_rollout", "check_off"),
    "planned": ("check_off", "plan_rollout"),
    "accepted": ("confirm_go_live", "check_off", "plan_rollout"),
}  # and last, for each of them: withdraw_rollout


def rollout_panel(case: ChangeCase, actor: Actor) -> Iterator[Panel]:
    """The municipalities in alphabetical order. Two queries, whatever their number."""
    rollouts = list(
        Rollout.objects.filter(case_id=case.pk)
        .select_related("party", "local_lead")
        .prefetch_related("checklist")
        .order_by("party__sort_key")
    )
    if not rollouts:
        return
    rows = [row_of(case, rollout, actor) for rollout in rollouts]
    live = sum(rollout.state == "live" for rollout in rollouts)
    still = any(rollout.state in OWN_DEEDS for rollout in rollouts)
    yield Panel(
        "rollout/panel.html",
        {"rows": rows, "live": live, "in_all": len(rows)},
        rank=20 if case.state == "rollout" else 60,
        earlier=case.state in ("benefits", "closed") and not still,
        title=_("Taking it into use"),
        line=_("%(live)s of %(all)s municipalities use it") % {"live": live, "all": len(rows)},
    )


def row_of(case: ChangeCase, rollout: Rollout, actor: Actor) -> dict[str, Any]:
    """One municipality, in words, with what the actor may do."""
    undone = [row.item for row in sorted(rollout.checklist.all(), key=lambda row: row.pk) if row.done_on is None]
    under_way = rollout.state in OWN_DEEDS
    rollout.case = case
    return {
        "name": rollout.party.name,
        "mine": rollout.party_id in actor.parties,
        **words.state(rollout),
        "when": words.when(rollout),
        "delay": words.delay(rollout),
        "lead": rollout.local_lead.display_name if rollout.local_lead and under_way else "",
        "missing": words.missing(rollout, undone) if under_way else [],
        "deeds": list(deeds_of(case, rollout, actor)),
    }


def deeds_of(case: ChangeCase, rollout: Rollout, actor: Actor) -> Iterator[dict[str, str]]:
    """What the actor may do with one municipality's roll-out now."""
    if case.state in ENDED_STATES:
        return
    labels = {
        "plan_rollout": _("Plan the go-live") if rollout.state == "to_plan" else _("Move the day"),
        "check_off": _("Open the checklist"),
        "confirm_go_live": _("Confirm the go-live"),
        "accept_operations": _("Take over operations"),
        "withdraw_rollout": _("Do not take it into use"),
    }
    names = [name for name in OWN_DEEDS.get(rollout.state, ()) if actor.may(name, rollout.party_id)]
    if rollout.state == "planned" and actor.may_anywhere("accept_operations"):
        names.append("accept_operations")
    if rules.can_withdraw_rollout(rollout, actor):
        names.append("withdraw_rollout")
    for name in names:
        yield {"label": labels[name], "url": reverse(name, args=[case.pk, rollout.pk])}


register(rollout_panel)
