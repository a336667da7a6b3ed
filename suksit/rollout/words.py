"""The words of a roll-out: its checklist, its state, what is missing, and a delay told with its cause."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suksit.rollout.models import Rollout
from suksit.rollout.opening import CHECKLIST
from suksit.templatetags.form_of import long_date

ITEMS = {
    "training": (gettext_lazy("Training"), gettext_lazy("Those who are to use the solution have learned it.")),
    "routines": (gettext_lazy("Routines"), gettext_lazy("The new ways of working are written down and known.")),
    "data_protection": (
        gettext_lazy("Data protection"),
        gettext_lazy("The data processor agreement is signed, and the consequences for privacy are assessed."),
    ),
    "risk_analysis": (
        gettext_lazy("Risk analysis"),
        gettext_lazy("The risk analysis is made, and its measures are taken or planned."),
    ),
    "data_migrated": (
        gettext_lazy("Data moved"),
        gettext_lazy("What is needed from the old system is moved and checked, or nothing is to be moved."),
    ),
    "operations_agreed": (
        gettext_lazy("Operations agreed"),
        gettext_lazy("It is agreed who runs the solution, and whom the users call."),
    ),
}
assert set(ITEMS) == set(CHECKLIST)

SHAPES = {"to_plan": "waiting", "planned": "waiting", "accepted": "waiting", "live": "in_use", "withdrawn": "no"}


def item(name: str) -> str:
    """One thing on the checklist."""
    return str(ITEMS[name][0]) if name in ITEMS else name


def state_words(state: str) -> str:
    """What a state is called."""
    return {
        "to_plan": _("Not planned yet"),
        "planned": _("Planned"),
        "accepted": _("Ready to be taken into use"),
        "live": _("In use"),
        "withdrawn": _("Will not use it"),
    }[state]


def state(rollout: Rollout) -> dict[str, str]:
    """Where a roll-out stands, as a shape and words."""
    return {"state": SHAPES[rollout.state], "words": state_words(rollout.state)}


def when(rollout: Rollout) -> str:
    """The day it was, or is to be, taken into use."""
    if rollout.went_live_on:
        return _("Since %(day)s") % {"day": long_date(rollout.went_live_on)}
    return long_date(rollout.planned_on) if rollout.planned_on else ""


def delay(rollout: Rollout) -> str:
    """A delay, told with its first day and its cause; empty when there is none."""
    first, now = rollout.first_planned_on, rollout.went_live_on or rollout.planned_on
    if not first or not now or now <= first:
        return ""
    moved = _("Moved from %(first)s to %(day)s.") % {"first": long_date(first), "day": long_date(now)}
    return f"{moved} {rollout.delay_cause}".strip()


def missing(rollout: Rollout, undone: list[str]) -> list[str]:
    """What is still to come before go-live, in words."""
    found = [_("a planned day")] if rollout.state == "to_plan" else []
    whole = len(undone) == len(CHECKLIST)
    found += [_("the whole checklist")] if whole else [item(name).lower() for name in undone]
    if rollout.state in ("to_plan", "planned"):
        found.append(_("that operations take over"))
    return found


def what_is_missing(rollout: Rollout, undone: list[str], links: dict[str, str]) -> list[dict[str, Any]]:
    """What stands in the way of a go-live, who can give it, and the page on which it is done.

    `links` holds the addresses of `plan_rollout` and `check_off`.
    """
    rows: list[dict[str, Any]] = []
    if rollout.state == "to_plan":
        rows.append(
            {
                "words": _("The day is not planned. The municipality does that itself."),
                "url": links["plan_rollout"],
                "label": _("Plan the go-live"),
            }
        )
    if undone:
        rows.append(
            {
                "words": _("Not ticked off on the checklist: %(items)s.")
                % {"items": ", ".join(item(name).lower() for name in undone)},
                "url": links["check_off"],
                "label": _("Open the checklist"),
            }
        )
    if rollout.state in ("to_plan", "planned"):
        rows.append({"words": _("Operations have not taken over yet. They are asked as soon as the day is planned.")})
    return rows
