"""The form of a mail: one template of plain words, and from it both the text and the HTML."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

import css_inline
from django.template import Context
from django.template.loader import get_template
from django.utils.translation import gettext as _

from workflow.deeds import REGISTRY, told_of
from workflow.models import HistoryEntry, Visibility

FRAME = "workflow/frame.mail.html"
SIGNATURE = re.compile(r"^--$", re.MULTILINE)
LONGEST_REASON = 600  # the whole of it stands in the case
LONGEST_SUBJECT = 150  # longer ones are cut off by mail readers anyway
_inliner = css_inline.CSSInliner(load_remote_stylesheets=False)


@dataclass(frozen=True)
class Mail:
    """A mail in one language: the subject on one line, the text, and the same words as HTML."""

    subject: str
    text: str
    html: str


def render_mail(kind: str, context: dict[str, Any], language: str) -> Mail:
    """A mail of a kind, in the language that is active; `language` is its tag, for those who listen.

    `templates/<kind>.mail.txt` holds the words: the subject on its first line, then paragraphs. A paragraph whose last
    line is the link becomes a button with the line above as its words. What stands below a line of two dashes says why
    one gets the mail. The template gets `context` and what `words_of` makes of it.
    """
    template = get_template(f"{kind}.mail.txt").template
    written = template.render(Context({**context, **words_of(context)}, autoescape=False)).strip()
    subject, _newline, rest = written.partition("\n")
    text = re.sub(r"[ \t]+$", "", rest, flags=re.MULTILINE)
    text = re.sub(r"\n{3,}", "\n\n", text).strip()
    signed = SIGNATURE.sub("-- ", text)  # with the space, as mail readers know it
    return Mail(one_line(subject)[:LONGEST_SUBJECT], signed + "\n", as_html(text, subject, context["link"], language))


def words_of(context: dict[str, Any]) -> dict[str, Any]:
    """What the words of a mail are about: the task and why, whose it is, the last day, the button, and what was done.

    Only what the whole region may read: a deed's own sentences, the case's title, and a reason kept from nobody.
    """
    deed, assignment, case = context.get("deed"), context.get("assignment"), context["case"]
    about = deed or REGISTRY.get(context.get("step", ""))
    party = assignment.party.name if assignment else context.get("party", "")
    due = assignment.due if assignment else context.get("due")
    names = {"party": party, "case": one_line(case.title)}
    return {
        "case_title": names["case"],
        "party": party,
        "task": str(about.title or about.label) % names if about else "",
        "why": str(deed.why) % names if deed else "",
        "minutes": deed.minutes if deed else None,
        "due": date.fromisoformat(due) if isinstance(due, str) else due,
        "button": str(deed.label) if deed else _("See the case"),
        **done(context.get("entry")),
    }


def done(entry_id: int | None) -> dict[str, Any]:
    """Who did what, from the history: the party, what the deed says was done, the person's name, and the reason."""
    if entry_id is None:
        return {}
    entry = HistoryEntry.objects.select_related("party", "actor").get(pk=entry_id)
    return {
        "who": entry.party.name if entry.party else "SuksIT",
        "what": told_of(entry),
        "by": entry.actor.display_name if entry.actor else "",
        "reason": reason_of(entry),
    }


def reason_of(entry: HistoryEntry) -> str:
    """Why it was done, when the whole region may read it: on one line, cut when long; empty when none is."""
    texts = entry.texts.filter(name="reason", visibility=Visibility.REGION).order_by("-version")
    said = texts.first()
    if said is None or said.erased_at:
        return ""
    words = one_line(said.text)
    return words if len(words) <= LONGEST_REASON else words[: LONGEST_REASON - 1].rstrip() + "…"


def one_line(words: str) -> str:
    """Words without line breaks: a subject is one header line, whatever somebody wrote in a title."""
    return " ".join(words.split())


def as_html(text: str, subject: str, link: str, language: str) -> str:
    """The same words in the common frame, with the styles written into the elements as mail readers want them."""
    body, *reason = SIGNATURE.split(text, maxsplit=1)
    blocks = []
    for paragraph in body.strip().split("\n\n"):
        lines = paragraph.split("\n")
        if lines[-1] == link:
            blocks.append({"link": link, "label": " ".join(lines[:-1]).rstrip(":") or link})
        else:
            blocks.append({"lines": lines})
    page = get_template(FRAME).render(
        {"subject": one_line(subject), "blocks": blocks, "reason": "".join(reason).strip(), "language": language}
    )
    return _inliner.inline(page)
