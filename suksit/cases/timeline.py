"""What has happened in a case, in words: who did what, when, and what was said to those who may read it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from suksit.regions.roles import ROLES
from workflow.deeds import told_of
from workflow.history import Said, Told
from workflow.inbox.rows import doer, done_by
from workflow.models import Case, Channel, Document, HistoryEntry, Visibility

SHORT = 300
CHANNELS = {
    Channel.LINK: gettext_lazy("by the link in a mail"),
    Channel.API: gettext_lazy("by another system"),
    Channel.JOB: gettext_lazy("by itself"),
    Channel.IMPORT: gettext_lazy("from a spreadsheet"),
    Channel.COMMAND: gettext_lazy("by a command"),
}
WHOM = {"to": gettext_lazy("To %(name)s"), "from": gettext_lazy("From %(name)s")}
KEPT_TO = {
    Visibility.OWN: gettext_lazy("Kept to the own municipality and the coordinator"),
    Visibility.PARTICIPANTS: gettext_lazy("Kept to those who take part"),
    Visibility.GROUP: gettext_lazy("Kept to the evaluation group"),
}


def event(case: Case, told: Told, documents: Mapping[str, Document], *, whole: bool = False) -> dict[str, Any]:
    """One row for `timeline.html`. With `whole`: capacity and channel too, and texts at full length."""
    entry = told.entry
    what = told_of(entry) or _("did something in the case")
    document = documents.get(entry.data.get("document", ""))
    return {
        "who": f"{doer(entry, case.region_id)} {what}" + (":" if document else ""),
        "what": "",
        "link": {"label": document.name, "url": reverse("document", args=[document.pk])} if document else None,
        "texts": [text(said, whole=whole) for said in told.texts],
        "at": entry.happened_at,
        "by": by(entry, whole=whole),
    }


def text(said: Said, *, whole: bool) -> dict[str, Any]:
    """A text, and who else may read it; that it is removed, when it was erased."""
    words = said.text if whole else Truncator(said.text).chars(SHORT)
    if said.removed:
        words = pgettext("a text", "Removed")
    elif said.name in WHOM:
        words = str(WHOM[said.name]) % {"name": words}
    return {"text": words, "note": KEPT_TO.get(said.visibility, "")}


def by(entry: HistoryEntry, *, whole: bool) -> str:
    """Who did it: the name, and when all is told also the capacity, the one stood in for, and the way it came."""
    if entry.actor is None:
        return ""
    parts = [done_by(entry)]
    if entry.on_behalf_of:
        parts.append(_("for %(name)s") % {"name": entry.on_behalf_of.display_name})
    if whole:
        role = ROLES.get(entry.capacity)
        parts += [str(role.label)] if role else []
        parts += [str(CHANNELS[entry.channel])] if entry.channel in CHANNELS else []
    return ", ".join(parts)


def events(
    case: Case, rows: Iterable[Told], documents: Mapping[str, Document], *, whole: bool = False
) -> list[dict[str, Any]]:
    """The rows of the timeline."""
    return [event(case, told, documents, whole=whole) for told in rows]
