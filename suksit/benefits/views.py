"""The pages that show benefits: all of them, one across the municipalities, one municipality's own."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from suksit.benefits import filtering, rules, showing
from suksit.benefits.loading import line_of, load_benefit
from suksit.benefits.models import Benefit
from suksit.benefits.queries import MEASURED, Line, counts, lines_of, open_tasks
from suksit.benefits.units import unit_of
from suksit.templatetags.form_of import distance, long_date, number
from workflow.actors import Actor

PER_PAGE = 25
LOOKS = {
    "reached": ("good", "tick"),
    "on_way": ("moving", "half"),
    "measured": ("moving", "half"),
    "not_measured": ("", "hatch"),
    "not_in_use": ("", "dots"),
}


def benefit_list(request: HttpRequest) -> HttpResponse:
    """The benefits of the region's cases: one's own municipality's state first, then how many have measured."""
    if request.actor is None:
        raise Http404
    chosen = filtering.chosen(request.GET, request.actor)
    page = Paginator(filtering.chosen_benefits(request.actor, chosen), PER_PAGE).get_page(request.GET.get("page"))
    lines = lines_of(page.object_list)
    context = {
        "rows": [list_row(benefit, lines[benefit.pk], request.actor) for benefit in page.object_list],
        "page_obj": page,
        "query": urlencode(chosen),
        "filters": filtering.pills(request.actor, chosen),
        "is_filtered": bool(chosen),
    }
    return render(request, "benefits/benefit_list.html", context)


def list_row(benefit: Benefit, lines: Sequence[Line], actor: Actor) -> dict[str, Any]:
    """One benefit on the list."""
    found = counts(lines)
    own = next((line for line in lines if line.harvest.party_id in actor.parties), None)
    return {
        "title": benefit.title,
        "url": reverse("benefit", args=[benefit.pk]),
        "case": benefit.case.title,
        "own": {
            "name": own.harvest.party.name,
            "state": own.state,
            "words": showing.state_words("measured").capitalize() if own.state == "measured" else "",
        }
        if own
        else None,
        "measured": sum(found[state] for state in MEASURED),
        "in_all": len(lines),
        "not_measured": found["not_measured"],
        "not_in_use": found["not_in_use"],
    }


def benefit(request: HttpRequest, benefit_id: int) -> HttpResponse:
    """One benefit across the municipalities."""
    case, found = load_benefit(request, benefit_id)
    actor = request.actor
    lines = lines_of([found])[found.pk]
    per_state = counts(lines)
    only = request.GET.get("vis", "")
    shown = [line for line in lines if line.state == only] if per_state.get(only) else lines
    drawings = showing.drawings_of(found, lines, actor.parties)
    names = {line.harvest.party.name for line in shown}
    context = {
        "case": case,
        "benefit": {"title": found.title, "explained": found.explained},
        "crumbs": [
            {"label": pgettext("benefits", "Benefits"), "url": reverse("benefit_list")},
            {"label": case.title, "url": reverse("case", args=[case.pk])},
            {"label": found.title},
        ],
        "measured": sum(per_state[state] for state in MEASURED),
        "in_all": len(lines),
        "counts": [count_row(request, state, per_state[state], only) for state in shown_states(per_state)],
        "turn": turn_of(case.pk, lines, actor),
        **drawings,
        "all_rows": drawings["rows"],
        "rows": [row for row in drawings["rows"] if row["name"] in names],
        "only": showing.state_words(only) if len(shown) < len(lines) else "",
        "worked": [story for line in lines if (story := story_of(line, actor))],
        "deeds": own_deeds(case.pk, lines, actor) if not only else [],
    }
    return render(request, "benefits/benefit.html", context)


def shown_states(per_state: dict[str, int]) -> list[str]:
    """The four states of every benefit, and the fifth when somebody is there."""
    return [state for state, count in per_state.items() if count or state != "measured"]


def count_row(request: HttpRequest, state: str, count: int, only: str) -> dict[str, Any]:
    """One count, and the link that shows those it counts."""
    kind, icon = LOOKS[state]
    query = "" if state == only else f"?{urlencode({'vis': state})}"
    return {
        "kind": kind,
        "icon": icon,
        "count": count,
        "words": showing.state_words(state),
        "url": f"{request.path}{query}#each-title" if count else "",
        "current": state == only,
    }


def turn_of(case_id: Any, lines: Sequence[Line], actor: Actor) -> dict[str, Any] | None:
    """What the actor's own municipality is to do now: give a number, or make its plan."""
    own = [line for line in lines if line.harvest.party_id in actor.parties]
    tasks = open_tasks(actor, [row for line in own for row in line.rounds if row.state == "asked"])
    for line in own:
        for row in line.rounds:
            if row.pk in tasks:
                return number_turn(case_id, line, row.pk, tasks[row.pk], actor)
        if line.harvest.target is None and actor.may("plan_harvest", line.harvest.party_id):
            return {
                "title": _("%(party)s has not set its baseline and target") % {"party": line.harvest.party.name},
                "body": _("It takes about ten minutes. You choose when to measure as well."),
                "url": reverse("plan_harvest", args=[case_id, line.harvest.pk]),
                "button": _("Set baseline and target"),
            }
    return None


def number_turn(case_id: Any, line: Line, key: int, task: Any, actor: Actor) -> dict[str, Any]:
    """The own number is asked for."""
    last = line.newest
    words = [_("It is one number.")]
    if last is not None:
        words.append(
            _("Last time it was %(number)s %(unit)s.")
            % {"number": number(last.value), "unit": unit_of(line.harvest.benefit)}
        )
    if task.person and task.person_id != actor.user_id:
        words.append(_("%(name)s has the task.") % {"name": task.person.display_name})
    return {
        "title": _("%(party)s is to measure by %(day)s")
        % {"party": line.harvest.party.name, "day": distance(task.due)},
        "body": " ".join(words),
        "url": reverse("enter_measurement", args=[case_id, key]),
        "button": _("Give the number"),
    }


def story_of(line: Line, actor: Actor) -> dict[str, Any] | None:
    """What worked in one municipality, and whom to ask."""
    harvest = line.harvest
    if not harvest.story:
        return None
    link, owner = None, harvest.owner
    if owner and owner.email and harvest.party_id not in actor.parties:
        link = {"url": f"mailto:{owner.email}", "label": _("Ask %(name)s") % {"name": owner.display_name}}
    name = harvest.party.name
    return {"title": harvest.story_title or name, "body": harvest.story, "link": link, "by": name}


def own_deeds(case_id: Any, lines: Sequence[Line], actor: Actor) -> list[dict[str, str]]:
    """What else the actor may do here for the own municipality."""
    own = next((line for line in lines if line.harvest.party_id in actor.parties), None)
    if own is None or not rules.can_tell_story(own.harvest, actor):
        return []
    return [
        {
            "label": _("Mend what worked with you") if own.harvest.story else _("Tell what worked with you"),
            "url": reverse("tell_story", args=[case_id, own.harvest.pk]),
        }
    ]


def harvest(request: HttpRequest, benefit_id: int, harvest_id: int) -> HttpResponse:
    """One municipality's own numbers: its plan, and every round."""
    case, found = load_benefit(request, benefit_id)
    line = line_of(lines_of([found])[found.pk], harvest_id)
    own, actor = line.harvest, request.actor
    own.case = case
    deeds = []
    if rules.can_plan_harvest(own, actor):
        deeds.append({"label": _("Change the plan"), "url": reverse("plan_harvest", args=[case.pk, own.pk])})
    if rules.can_tell_story(own, actor):
        deeds.append({"label": _("Tell what worked with you"), "url": reverse("tell_story", args=[case.pk, own.pk])})
    unit = unit_of(found)
    facts = [
        {"label": _("Baseline"), "value": with_unit(own.baseline, unit, own.baseline_on)},
        {"label": _("Target"), "value": with_unit(own.target, unit)},
        {"label": _("Asked for the number"), "value": own.owner.display_name if own.owner else _("Nobody named")},
    ]
    if line.share is not None:
        facts.append({"label": _("Of the way to the target"), "value": showing.share_words(line)})
    rows = [round_row(case, line, row, actor) for row in line.rounds]
    context = {
        "case": case,
        "crumbs": [
            {"label": pgettext("benefits", "Benefits"), "url": reverse("benefit_list")},
            {"label": found.title, "url": reverse("benefit", args=[found.pk])},
            {"label": own.party.name},
        ],
        "title": _("%(benefit)s in %(party)s") % {"benefit": found.title, "party": own.party.name},
        "line": line,
        "words": showing.state_words("measured").capitalize() if line.state == "measured" else "",
        "caption": showing.caption(line, unit),
        "facts": facts,
        "rows": rows,
        "unit": unit,
        "story": story_of(line, actor),
        "deeds": deeds,
    }
    return render(request, "benefits/harvest.html", context)


def with_unit(value: Any, unit: str, day: Any = None) -> str:
    """A number with its unit, and its day in brackets when it is known."""
    if value is None:
        return _("missing")
    words = f"{number(value)} {unit}"
    return f"{words} ({long_date(day)})" if day else words


def round_row(case: Any, line: Line, row: Any, actor: Actor) -> dict[str, Any]:
    """One round: its day, what became of it, who said so, and the own page."""
    row.case, row.harvest = case, line.harvest
    label = ""
    if row.state != "planned" and rules.can_enter_measurement(row, actor):
        label = _("Mend the number") if row.state == "measured" else _("Give the number")
    return {
        "day": showing.day_of(row),
        "number": showing.round_words(row),
        "is_number": row.value is not None,
        "note": row.note,
        "who": row.measured_by.display_name if row.measured_by else "",
        "deed": {"label": label, "url": reverse("enter_measurement", args=[case.pk, row.pk])} if label else None,
    }
