"""The board in words: cards, lanes, filters, the first thing to do."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from suksit.cases.stages import STAGES, Stage
from suksit.dashboards.board import Board, OnBoard
from suksit.dashboards.harvested import in_a_row
from suksit.dashboards.scope import case_url, cases_url, task_title, task_url
from suksit.templatetags.form_of import day_month, days_in_words, distance, in_words, month_year
from workflow import clock
from workflow.deeds import REGISTRY
from workflow.inbox.queries import is_mine
from workflow.models import Assignment

AT_MOST = 3
NAMED = 3


def lead(board: Board) -> str:
    """One sentence about the whole board."""
    count, mine, long = len(board.cases), board.count("meg"), board.count("lenge")
    cases = ngettext("%(count)s case in the region.", "%(count)s cases in the region.", count) % {"count": count}
    if not count:
        return _("No cases are open in the region now.")
    with_you = ngettext("%(count)s is with you", "%(count)s are with you", mine) % {
        "count": in_words(mine).capitalize()
    }
    waited = ngettext("%(count)s has waited longer than usual", "%(count)s have waited longer than usual", long) % {
        "count": in_words(long)
    }
    return f"{cases} {with_you}, {waited}."


def filters(board: Board, chosen: str) -> list[dict[str, Any]]:
    """The filters, with how many cases each shows."""
    here = reverse("board")
    labels = {
        "meg": _("With me"),
        "lenge": _("Longer than usual"),
        "uke": _("Deadline this week"),
    }
    everything = {"label": _("All cases"), "url": here, "count": len(board.cases), "current": not chosen}
    return [
        everything,
        *(
            {"label": label, "url": f"{here}?vis={name}", "count": board.count(name), "current": chosen == name}
            for name, label in labels.items()
        ),
    ]


def turn(board: Board) -> dict[str, Any]:
    """The one thing that others wait for first; or that nothing does."""
    row = board.first
    if row is None:
        return {
            "title": _("Nothing waits for you now"),
            "body": _("Each case below says with whom it is."),
            "calm": True,
        }
    deed = REGISTRY.get(row.step)
    why = str(deed.why) % {"party": row.party.name, "case": row.case.title} if deed and deed.why else ""
    since = _("Has waited since %(day)s.") % {"day": day_month(row.opened_at)}
    late = row.due is not None and row.due < clock.today()
    last = _("The deadline was %(when)s.") if late else _("Deadline: %(when)s.")
    when = last % {"when": distance(row.due)} if row.due else ""
    return {
        "title": _("First: %(task)s") % {"task": task_title(row)},
        "body": " ".join(part for part in (why, since, "" if late else when) if part),
        "late": when if late else "",
        "url": task_url(row, board.actor),
        "button": deed.label if deed else _("Open the case"),
    }


def lanes(board: Board, chosen: str, only: Stage | None = None) -> list[dict[str, Any]]:
    """A lane for each step. A filter leaves out the empty ones, and its lanes can be opened whole."""
    found = []
    for stage, rows in board.lanes(chosen).items():
        if only not in (None, stage) or (chosen and not rows):
            continue
        found.append(
            {
                "label": str(stage),
                "url": lane_url(stage, chosen),
                "count": len(rows),
                "usual": usual_words(board, stage),
                "cards": [card(board, row) for row in (rows if only else rows[:AT_MOST])],
            }
        )
    return found


def lane_url(stage: Stage, chosen: str) -> str:
    """All the cases of a lane: the list of cases, or the board with the same filter."""
    if not chosen:
        return cases_url(mine=False, stage=stage)
    return f"{reverse('board')}?{urlencode({'vis': chosen, 'steg': stage.slug})}"


def usual_words(board: Board, stage: Stage) -> str:
    """What is usual at a step."""
    by_deadlines = {
        "competition": _("Follows the deadlines of the law"),
        "rollout": _("Each municipality has its own date"),
        "benefits": _("Measured in rounds"),
    }
    if stage.name in by_deadlines:
        return by_deadlines[stage.name]
    days = board.pace.usual(stage)
    return "" if days is None else _("Usual time: %(days)s") % {"days": days_in_words(days)}


def card(board: Board, row: OnBoard) -> dict[str, Any]:
    """One case: with whom, how long, and what is expected."""
    label, last = outlook(board, row)
    return {
        "title": row.case.title,
        "url": case_url(row.case.pk),
        "holder": holder(board, row),
        "mine": bool(row.turns) and all(is_mine(turn, board.actor) for turn in row.turns),
        "waited": waited(row),
        "late": row.beyond > 0,
        "paused": row.on_hold,
        "last_label": label,
        "last": last,
    }


def holder(board: Board, row: OnBoard) -> str:
    """With whom it is: municipalities by name, others by the person; at most three."""
    if row.tender_deadline and row.stage.name == "competition":
        return _("The suppliers, until %(day)s") % {"day": day_month(row.tender_deadline)}
    others_first = sorted(row.turns, key=lambda turn: is_mine(turn, board.actor))
    names = list(dict.fromkeys(holder_of(board, turn) for turn in others_first))
    if not names:
        return _("Nobody now")
    if len(names) > NAMED:
        rest = len(names) - NAMED + 1
        return _("%(names)s and %(count)s more") % {"names": ", ".join(names[: NAMED - 1]), "count": rest}
    return in_a_row(names)


def holder_of(board: Board, turn: Assignment) -> str:
    """With whom one assignment is."""
    if is_mine(turn, board.actor):
        return _("you")
    if turn.person:
        return turn.person.display_name
    return board.holders.titled(turn.party_id, turn.permission) or turn.party.name


def waited(row: OnBoard) -> str:
    """How long it has been at its step, and against what that is long."""
    if row.on_hold:
        return _("on hold since %(day)s") % {"day": day_month(row.case.on_hold_since)}
    if row.days_over:
        return _("%(days)s past the deadline") % {"days": days_in_words(row.days_over)}
    if row.usual is not None and row.beyond:
        return _("%(days)s, usual is %(usual)s") % {"days": days_in_words(row.days), "usual": row.usual}
    if row.next_round and row.next_round >= clock.today() and not row.turns:
        return _("next measurement in %(month)s") % {"month": month_year(row.next_round).lower()}
    return days_in_words(row.days)


def outlook(board: Board, row: OnBoard) -> tuple[str, str]:
    """What is expected of a case: a contract, a go-live, or how many have measured."""
    if row.stage.name == "benefits":
        measured, parties = row.measured
        if not parties:
            return _("Measured"), _("no benefit is planned")
        words = ngettext(
            "in %(measured)s of %(count)s municipality", "in %(measured)s of %(count)s municipalities", parties
        )
        return _("Measured"), words % {"measured": measured, "count": parties}
    return _("Forecast"), forecast(board, row)


def forecast(board: Board, row: OnBoard) -> str:
    """When the next goal is expected; too early to say when the history or the plans do not tell."""
    planned, rollouts, last = row.live
    if row.stage.name in ("rollout", "contract"):
        if rollouts and planned == rollouts and last:
            return _("in use everywhere in %(month)s") % {"month": month_year(last).lower()}
        if planned:
            return _("%(planned)s of %(count)s have a date") % {"planned": planned, "count": rollouts}
        return _("no go-live is planned yet")
    left = [stage for stage in STAGES if STAGES.index(row.stage) <= STAGES.index(stage) < contract_place()]
    usual = [board.pace.usual(stage) for stage in left]
    if None in usual or row.on_hold or row.days > (usual[0] or 0):
        return _("too early to say")
    days = sum(day or 0 for day in usual) - row.days
    return _("contract in %(month)s") % {"month": month_year(clock.today() + timedelta(days=days)).lower()}


def contract_place() -> int:
    """Where the contract stands among the steps."""
    return next(place for place, stage in enumerate(STAGES) if stage.name == "contract")
