"""Whose turn it is in a case, in words: mine with a button, somebody else's in a calm box, on hold, or ended."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Min
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procurement.planning import gate
from suksit.cases import rules
from suksit.cases.models import ChangeCase
from suksit.cases.words import MOST, holder_of, listed, people_of
from suksit.templatetags.form_of import as_date, day_month, days_in_words, distance, is_past
from workflow import clock, gathering, people
from workflow.actors import Actor
from workflow.deeds import REGISTRY
from workflow.history import Told
from workflow.inbox import sharing
from workflow.inbox.queries import is_mine
from workflow.inbox.rows import worded
from workflow.models import Assignment, Case, PartyKind

ENDED = {
    "closed": gettext_lazy("The case is finished"),
    "rejected": gettext_lazy("The project was not started"),
    "handled_locally": gettext_lazy("The municipality goes on alone"),
    "merged": gettext_lazy("The report was joined with another"),
    "withdrawn": gettext_lazy("The report was taken back"),
    "cancelled": gettext_lazy("The case was cancelled"),
}


def open_assignments(case: Case) -> list[Assignment]:
    """What is open in a case, the oldest first; `is_ready` says whether its turn has come. One query."""
    ready = ExpressionWrapper(gathering.ready(), output_field=BooleanField())
    return list(
        Assignment.objects.filter(case_id=case.pk, state=Assignment.State.OPEN)
        .annotate(is_ready=ready)
        .select_related("party", "person")
        .order_by("party__sort_key", "opened_at", "pk")
    )


def mine_now(case: ChangeCase, actor: Actor, rows: Sequence[Assignment]) -> list[Assignment]:
    """The assignments that the actor can do now, the first last day first."""
    found = []
    for row in rows:
        deed = REGISTRY.get(row.step)
        if row.is_ready and deed and is_mine(row, actor) and (deed.subject or deed.rule(case, actor)):
            found.append(row)
    return sorted(found, key=lambda row: (row.due is None, row.due, row.opened_at))


def my_turn(case: ChangeCase, actor: Actor, mine: Sequence[Assignment]) -> dict[str, Any]:
    """The box with the one filled button; what else is mine stands below it."""
    first = mine[0]
    deed = REGISTRY[first.step]
    words = {"party": first.party.name, "case": case.title}
    own = first.person_id or first.party.kind != PartyKind.ORGANISATION
    box = {
        "title": _("It is your turn now") if own else _("It is %(party)s's turn now") % words,
        "body": waited_and_due(first),
        "muted": " ".join(filter(None, (str(worded(deed.why, words)), sharing.said(first, actor)))),
        "late": late(first),
        "url": deed.url(case, first.subject),
        "button": worded(deed.label, words),
        "more": [
            {"label": worded(REGISTRY[row.step].label, {**words, "party": row.party.name}), "url": url_of(row, case)}
            for row in mine[1:]
        ],
        "sharing": sharing.links(first, actor, shared=first.pk in sharing.with_colleagues([first], actor)),
    }
    return box | before_that(case, actor) if first.step in gate.OPENERS else box


def before_that(case: ChangeCase, actor: Actor) -> dict[str, Any]:
    """The nearest step when the gate is shut: what is missing first, with a button for the one who can give it."""
    missing = gate.missing_in_words(case, actor)
    if not missing:
        return {}
    first = next((row for row in missing if row.url), missing[0])
    return {"muted": f"{first.what}.", "url": first.url, "button": first.button}


def url_of(row: Assignment, case: Case) -> str:
    """Where an assignment is done."""
    return REGISTRY[row.step].url(case, row.subject)


def waited_and_due(row: Assignment) -> str:
    """Since when it has waited, and until when it may: the deadline stands out."""
    if gathering.gathers(row.step):
        return due_alone(row)
    since = as_date(row.opened_at)
    days = (clock.today() - since).days
    waited = (
        _("Has waited since %(day)s, for %(days)s.") % {"day": day_month(since), "days": days_in_words(days)}
        if days > 0
        else _("Came today.")
    )
    if row.due is None or is_past(row.due):
        return waited
    return format_html("{} {} <b>{}.</b>", waited, _("The deadline is"), distance(row.due))


def due_alone(row: Assignment) -> str:
    """Until when, of a step that stood behind others: the day that it was opened says nothing."""
    if row.due is None or is_past(row.due):
        return ""
    return format_html("{} <b>{}.</b>", _("The deadline is"), distance(row.due))


def late(row: Assignment) -> str:
    """That the last day has passed; empty otherwise. Waiting for a political body is never late."""
    if row.due and is_past(row.due) and not row.waits_for_meeting:
        return _("The deadline was %(when)s") % {"when": distance(row.due)}
    return ""


def nobodys_turn(case: ChangeCase) -> dict[str, Any]:
    """The calm box when nothing waits for anybody: between two rounds of measuring, with the day of the next."""
    return {"title": _("Nothing waits for anybody now"), "body": what_is_awaited(case), "calm": True}


def what_is_awaited(case: ChangeCase) -> str:
    """The day that the case rests until: the tender deadline, the end of the standstill, or the next round."""
    running = case.competitions.filter(cancelled_on__isnull=True).order_by("-run").first()
    if case.state == "competition" and running:
        return _("Tenders may come until %(when)s.") % {"when": distance(running.tender_deadline)}
    award = case.awards.filter(competition=running).first() if case.state == "award" and running else None
    if award and award.standstill_ends:
        return _("The standstill lasts until %(when)s. After that each municipality signs its own contract.") % {
            "when": distance(award.standstill_ends)
        }
    following = case.measurements.filter(state="planned").aggregate(first=Min("due"))["first"]
    return _("The next round of measuring is %(day)s.") % {"day": day_month(following)} if following else ""


def others_turn(case: ChangeCase, actor: Actor, rows: Sequence[Assignment]) -> dict[str, Any]:
    """The calm box: who has it, since when, until when, who answers for them, and what a colleague may take over."""
    waited = [row for row in rows if row.is_ready]
    if not waited:
        return nobodys_turn(case)
    known = people_of(waited, case.region_id)
    names = list(dict.fromkeys(known_holder(row, case.region_id, known) for row in waited))
    first = min(waited, key=lambda row: (row.due is None, row.due, row.opened_at))
    if len(names) == 1:
        title = _("It is %(party)s's turn now") % {"party": names[0]}
    else:
        title = _("Waiting for %(parties)s") % {"parties": listed(names)}
    return {
        "title": title,
        "body": waited_and_due(first),
        "muted": " ".join(who_answers(case, waited[:MOST], known) + who_is_away(case, waited[:MOST])),
        "late": late(first),
        "calm": True,
        "more": sharing.takeovers(waited, actor),
    }


def known_holder(row: Assignment, region_id: int, known: Mapping[int, str]) -> str:
    """Whom an assignment waits for; for a body, the person who acts for it, as the names of bodies are long."""
    at_body = row.party.kind == PartyKind.BODY and row.pk in known
    return known[row.pk] if at_body else holder_of(row, region_id)


def who_answers(case: Case, rows: Sequence[Assignment], known: Mapping[int, str]) -> list[str]:
    """Ola Bråten svarer for Rollag: a sentence for each party, at most four."""
    found = {
        row.party_id: _("%(name)s is the coordinator.") % {"name": known[row.pk]}
        if row.party_id == case.region_id
        else _("%(name)s answers for %(party)s.") % {"name": known[row.pk], "party": row.party.name}
        for row in rows
        if row.pk in known and not row.person_id
    }
    return list(found.values())


def who_is_away(case: Case, rows: Sequence[Assignment]) -> list[str]:
    """Ola Bråten er borte til 3. desember: a sentence for each who may do it, is away, and has no stand-in."""
    away = people.away(case.region_id)
    if not away:
        return []
    found = {row.person_id: row.person.display_name for row in rows if row.person_id}
    for permission in sorted({row.permission for row in rows if not row.person_id}):
        parties = {row.party_id for row in rows if row.permission == permission}
        for person in people.with_permission(permission, parties, case.region_id):
            found[person.user_id] = person.name
    return [
        _("%(name)s is away until %(day)s, and nobody stands in.") % {"name": name, "day": day_month(away[key])}
        for key, name in found.items()
        if key in away
    ]


def on_hold(case: ChangeCase, actor: Actor, reason: str) -> dict[str, Any]:
    """The box of a case on hold: nothing moves, nobody is reminded."""
    may = rules.can_resume_case(case, actor)
    return {
        "title": _("The case is on hold"),
        "body": _("Since %(day)s. Nothing moves, and nobody is reminded.") % {"day": day_month(case.on_hold_since)},
        "muted": reason,
        "calm": True,
        "url": reverse("resume_case", args=[case.pk]) if may else "",
        "button": REGISTRY["resume_case"].label,
    }


def ended(case: ChangeCase, actor: Actor, last: Told | None) -> dict[str, Any]:
    """The box of a case that has ended: what happened, by whom, why, and what is possible now."""
    more = []
    if case.state == "merged" and case.report.merged_into_id:
        into = case.report.merged_into
        more.append({"label": _("Go to %(case)s") % {"case": into}, "url": reverse("case", args=[into.pk])})
    elif case.state != "closed" and actor.may_anywhere("report_change"):
        more += link(_("Report the need anew"), "report_new")
    entry = last.entry if last else None
    body = ""
    if entry:
        by = entry.actor.display_name if entry.actor else "SuksIT"
        body = _("%(day)s, by %(name)s.") % {"day": day_month(entry.happened_at), "name": by}
    return {
        "title": ENDED[case.state],
        "body": body,
        "muted": " ".join(said.text for said in last.texts) if last else "",
        "calm": True,
        "more": more,
    }


def link(label: str, name: str, *args: Any) -> list[dict[str, str]]:
    """A link to a page that may not be there, as a list of one or none."""
    try:
        return [{"label": label, "url": reverse(name, args=args)}]
    except NoReverseMatch:
        return []
