"""The deeds of the report and its assessment, as the pages and the inbox know them."""

from collections.abc import Iterable

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from suksit.changes import queries, rules, words
from workflow.actors import Actor
from workflow.deeds import Deed, register
from workflow.inbox import drafts
from workflow.models import Case, HistoryEntry

Told = Iterable[tuple[str, Iterable[int]]]


def tell_reporters(case: Case, entry: HistoryEntry) -> Told:
    """Those who reported the need."""
    return [("report_change", rules.reporting(case))]


def tell_coordinator(case: Case, entry: HistoryEntry) -> Told:
    """The one who decides whether it is started."""
    return [("accept_report", [case.region_id])]


def tell_the_other(case: Case, entry: HistoryEntry) -> Told:
    """The coordinator is told what the municipality filled in; the municipality what was mended on its behalf."""
    return tell_reporters(case, entry) if entry.party_id == case.region_id else tell_coordinator(case, entry)


def tell_merged(case: Case, entry: HistoryEntry) -> Told:
    """Those whose report was joined with another; and, once, the one who reported that other."""
    if "into" in entry.data:
        return tell_reporters(case, entry)
    return [("report_change", [case.report.municipality_id])]


def told_of_report(entry: HistoryEntry) -> str:
    """By the municipality itself, or on its behalf."""
    if entry.data.get("municipality", entry.party_id) == entry.party_id:
        return gettext("reported the change")
    return gettext("reported the change on behalf of the municipality")


def told_of_completion(entry: HistoryEntry) -> str:
    """By the municipality itself, or on its behalf."""
    if entry.data.get("on_behalf"):
        return gettext("mended the report on behalf of the municipality")
    return gettext("filled in more of the report")


def told_of_merging(entry: HistoryEntry) -> str:
    """Seen from either of the two."""
    if "into" in entry.data:
        return gettext("joined the report with case %(number)s") % {"number": entry.data["into"]}
    return gettext("joined case %(number)s with this one") % {"number": entry.data.get("from", "")}


def begun(actor: Actor) -> Iterable[drafts.Draft]:
    """The reports that a person has begun and not yet sent."""
    return [drafts.Draft(case.title, words.draft_url(case), case.last_event_at) for case in queries.open_drafts(actor)]


drafts.register(begun)
register(
    Deed(
        "report_change",
        _("Send the report"),
        rules.can_report_change,
        title=_("Report a change"),
        told=told_of_report,
        minutes=4,
        rank=1,
    ),
    Deed(
        "accept_report",
        _("Read and decide"),
        rules.can_accept_report,
        title=_("Decide whether it is to be started"),
        why=_("It is reported, and others wait to know whether it goes on."),
        told=_("decided that the project is to be started"),
        minutes=15,
        tells=tell_reporters,
        rank=10,
    ),
    Deed(
        "assess_report",
        _("Assess the report"),
        rules.can_assess_report,
        title=_("Assess the report"),
        told=_("assessed the report"),
        minutes=10,
        rank=12,
    ),
    Deed(
        "ask_for_more",
        _("Ask for more"),
        rules.can_ask_for_more,
        title=_("Ask for more"),
        told=_("asked for more"),
        minutes=3,
        rank=14,
    ),
    Deed(
        "complete_report",
        _("Fill in the report"),
        rules.can_complete_report,
        title=_("Fill in the report"),
        why=_("The coordinator needs to know more before the case can go on."),
        told=told_of_completion,
        minutes=5,
        by_link=True,
        link_permissions=("complete_report",),
        tells=tell_the_other,
        rank=16,
    ),
    Deed(
        "merge_report",
        _("Join with another report"),
        rules.can_merge_report,
        told=told_of_merging,
        minutes=3,
        tells=tell_merged,
        rank=60,
        offered=queries.another_is_open,
    ),
    Deed(
        "handle_locally",
        _("Leave it to the municipality"),
        rules.can_handle_locally,
        told=_("left it to the municipality"),
        minutes=3,
        tells=tell_reporters,
        rank=62,
    ),
    Deed(
        "reject_report",
        _("Say no to the report"),
        rules.can_reject_report,
        told=_("said no to the report"),
        minutes=3,
        tells=tell_reporters,
        rank=64,
    ),
    Deed(
        "join_report",
        _("We have the same need"),
        rules.can_join_report,
        told=_("has the same need"),
        minutes=1,
        tells=tell_coordinator,
        rank=30,
    ),
    Deed(
        "withdraw_report",
        _("Take the report back"),
        rules.can_withdraw_report,
        told=_("took the report back"),
        minutes=2,
        tells=tell_coordinator,
        rank=80,
    ),
)
