"""The whole way of a case: the drawing of its flow with the case in it, and the same as a list."""

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from suksit.cases.models import ENDED_STATES, ChangeCase
from suksit.cases.page import crumbs
from suksit.templatetags.form_of import long_date
from workflow.actors import Actor
from workflow.drawing import Drawing, drawing_of
from workflow.drawing_position import DONE, LEFT_OUT, NOW, Place, marked, places
from workflow.flows import flow_of

ICONS = {DONE: "tick", NOW: "half", "ahead": "dots", LEFT_OUT: "minus"}


def of_case(case: ChangeCase, actor: Actor) -> dict[str, Any]:
    """Context for `cases/course.html`. Raises ImportError when the flow is gone from the code. Three queries."""
    drawing = drawing_of(flow_of(case))
    stands = places(case, drawing)
    keeps = actor.may("keep_region", case.region_id)
    words = {"title": _("The whole way of the case"), "description": in_short(drawing, stands)}
    return {
        "case": case,
        "crumbs": crumbs(case, _("The whole way")),
        "svg": render_to_string("workflow/flow.svg", marked(drawing, stands) | words),
        "lead": words["description"],
        "rows": [row_of(box.label, stands[box.name], case) for box in drawing.boxes if box.kind != "choice"],
        "bpmn_url": reverse("case_course_bpmn", args=[case.pk]) if keeps else "",
    }


def row_of(label: str, place: Place, case: ChangeCase) -> dict[str, str]:
    """A line of the list: what, how it stands, when."""
    return {"label": label, "state": place.state, "icon": ICONS[place.state], "when": when(place, case)}


def when(place: Place, case: ChangeCase) -> str:
    """What a line says below the step."""
    if place.state == DONE:
        return _("Done %(day)s") % {"day": long_date(place.done_at)}
    if place.state == NOW and case.on_hold_since:
        return _("Waits here: the case is on hold")
    if place.state == NOW:
        return _("Now, until %(day)s") % {"day": long_date(place.due)} if place.due else _("Now")
    if place.state == LEFT_OUT:
        return _("Was not reached") if case.state in ENDED_STATES else _("Not on the way of this case")
    return _("Lies ahead") if place.sure else _("Lies ahead, if this way is chosen")


def in_short(drawing: Drawing, stands: dict[str, Place]) -> str:
    """Where the case is, in a sentence or two: what one who cannot see the drawing needs first."""
    steps = [box for box in drawing.boxes if box.kind == "step"]
    done = sum(stands[box.name].state == DONE for box in steps)
    now = [box.label for box in steps if stands[box.name].state == NOW]
    told = ngettext("%(count)s step is done.", "%(count)s steps are done.", done) % {"count": done}
    return f"{told} " + (_("Now: %(steps)s.") % {"steps": "; ".join(now)} if now else _("None is open."))
