"""What reports are called on the screen: states, kinds and facts, in daily words."""

from collections.abc import Iterable
from typing import Any

from django.template.defaultfilters import capfirst
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from suksit.cases.models import ChangeCase
from suksit.changes import rules
from suksit.changes.alike import Found
from suksit.changes.fields import in_words as end_in_words
from suksit.changes.models import ChangeKind, ChangeReport
from suksit.solutions.models import Agreement
from suksit.templatetags.form_of import in_words, month_year, nok
from workflow.actors import Actor
from workflow.models import Party

ON_WAY = "on_way"
STATE_WORDS = {
    "reported": (ON_WAY, gettext_lazy("Case %(number)s is reported")),
    "assessment": (ON_WAY, gettext_lazy("Case %(number)s is being assessed")),
    "accepted": (ON_WAY, gettext_lazy("Case %(number)s is to be started")),
    "invitation": (ON_WAY, gettext_lazy("Case %(number)s: the municipalities are asked now")),
    "commitment": (ON_WAY, gettext_lazy("Case %(number)s: those who join are being settled")),
    "planning": (ON_WAY, gettext_lazy("Case %(number)s is being planned")),
    "competition": (ON_WAY, gettext_lazy("Case %(number)s is out in competition")),
    "award": (ON_WAY, gettext_lazy("Case %(number)s: a supplier is being chosen")),
    "contract": (ON_WAY, gettext_lazy("Case %(number)s: contracts are being signed")),
    "procured": ("in_use", gettext_lazy("Case %(number)s is being taken into use")),
    "rollout": ("in_use", gettext_lazy("Case %(number)s is being taken into use")),
    "benefits": ("in_use", gettext_lazy("Case %(number)s is in use")),
    "closed": ("done", gettext_lazy("Case %(number)s is done")),
    "rejected": ("no", gettext_lazy("Case %(number)s was not started")),
    "handled_locally": ("done", gettext_lazy("Case %(number)s was left to the municipality")),
}


def names(rows: Iterable[str]) -> str:
    """Names in a sentence: Rollag, Tinn og Notodden."""
    return str(get_text_list(list(rows), _("and")))


def kind_words(kind: str) -> str:
    """The kind of change; empty when it is not chosen yet."""
    return str(ChangeKind(kind).label) if kind in ChangeKind.values else ""


def alike_words(title: str, found: Found) -> str:
    """How many look alike, in one sentence."""
    if not title.strip():
        return ""
    if not found.count:
        return _("Nobody has reported anything like it.")
    words = ngettext(
        "%(number)s match for “%(title)s”. Perhaps you need not start from scratch.",
        "%(number)s matches for “%(title)s”. Perhaps you need not start from scratch.",
        found.count,
    )
    return str(capfirst(words % {"number": in_words(found.count), "title": title.strip()[:60]}))


def alike_rows(found: Found, actor: Actor, towns: dict[int, Party]) -> list[dict[str, Any]]:
    """What looks alike, as the rows beside the form."""
    return [case_row(case, actor, towns) for case in found.cases] + [agreement_row(row) for row in found.agreements]


def case_row(case: ChangeCase, actor: Actor, towns: dict[int, Party]) -> dict[str, Any]:
    """A case that looks alike; with a button when the own municipality may join it."""
    state, words = STATE_WORDS[case.state]
    reporters = sorted(case.reporters.all(), key=lambda row: row.municipality.sort_key)
    joining = [towns[key].name for key in rules.may_join_for(case, actor) if key in towns]
    body = ""
    if reporters:
        who = names(row.municipality.name for row in reporters)
        when = month_year(min(row.reported_on for row in reporters))
        body = _("%(who)s reported this in %(month)s.") % {"who": who, "month": when}
    row = {"title": case.title, "url": url_of(case), "state": state, "words": str(words) % {"number": case.number}}
    if case.state in rules.OPEN_TO_MORE and joining:
        label = _("Join %(name)s to this case") % {"name": joining[0]} if len(joining) == 1 else _("Join this case")
        row["join"] = {"url": reverse("join_report", args=[case.pk]), "label": label}
        body = f"{body} {_('The same need as yours?')}".strip()
    return {**row, "body": body}


def agreement_row(row: Agreement) -> dict[str, Any]:
    """What another municipality uses."""
    until = _("In use, agreement until %(month)s") % {"month": month_year(row.ends_on)} if row.ends_on else _("In use")
    body = _("From %(supplier)s.") % {"supplier": row.supplier} if row.supplier else ""
    case = row.case_id is not None
    return {
        "title": _("%(system)s in %(municipality)s") % {"system": row.system, "municipality": row.party.name},
        "url": reverse("case", args=[row.case_id]) if case else f"{reverse('solution_list')}?q={row.party.name}",
        "state": "in_use",
        "words": until,
        "body": body,
    }


def url_of(case: ChangeCase) -> str:
    """The page of a case."""
    return reverse("case", args=[case.pk])


def draft_url(case: ChangeCase) -> str:
    """Where a draft was left."""
    step = min(case.report.step_reached, 3)
    return reverse("report_change", args=[case.pk]) if step == 3 else reverse("report_edit", args=[case.pk, step])


def fetched_words(agreement: Agreement) -> str:
    """Where a value came from that nobody typed."""
    return _("Fetched from the list of solutions in %(municipality)s.") % {"municipality": agreement.party.name}


LABELS = {
    "title": gettext_lazy("It is about"),
    "kind": gettext_lazy("What you want to do"),
    "agreement_ends": gettext_lazy("The agreement ends"),
    "needs": gettext_lazy("Need"),
    "affected": gettext_lazy("Who is affected"),
    "in_use_today": gettext_lazy("In use today"),
    "supplier_today": gettext_lazy("Supplier today"),
    "rough_value": gettext_lazy("Rough value over four years"),
    "draft_benefits": gettext_lazy("Benefits we expect"),
    "obstacles": gettext_lazy("What may get in the way"),
}


def values_of(case: ChangeCase) -> dict[str, str]:
    """What has been filled in, as words, by field; in the order of the report."""
    report: ChangeReport = case.report
    benefits = report.draft_benefits or (_("Comes later") if report.benefits_later else "")
    found = {
        "title": case.title,
        "kind": kind_words(case.kind),
        "agreement_ends": end_in_words(report.agreement_ends) if report.agreement_ends else "",
        "needs": report.needs,
        "affected": report.affected,
        "in_use_today": report.in_use_today,
        "supplier_today": report.supplier_today,
        "rough_value": nok(report.rough_value) if report.rough_value is not None else "",
        "draft_benefits": benefits,
        "obstacles": report.obstacles,
    }
    return {name: value for name, value in found.items() if value}


def facts_of(case: ChangeCase, *, but: Iterable[str] = ()) -> list[dict[str, Any]]:
    """What has been filled in, as facts to read; what is open is left out."""
    return [{"label": LABELS[name], "value": value} for name, value in values_of(case).items() if name not in but]
