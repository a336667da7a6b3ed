"""The words of a mail: in the reader's language, with one link, and nothing that is not to stand there."""

import re
from email.message import EmailMessage
from html import unescape
from typing import Any

import pytest

from procurement.invitation import actions as invitation
from suksit.cases.models import ChangeCase
from suksit.changes import actions as changes
from tests.walk import Walker
from tests.workflow.deeds import know
from workflow import outbox
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.deeds import Deed
from workflow.delivery import compose
from workflow.mail_format import one_line, render_mail
from workflow.models import Assignment, Notification


@pytest.fixture
def case(walker: Walker, answering: Deed) -> ChangeCase:
    """The partners are asked; everyone's mail is waiting."""
    return walker.to("invitation", title="Felles byggesaksløsning på Øvre Eiker")


def mail(walker: Walker, name: str, kind: str) -> Any:
    """The mail of a kind that waits for a person."""
    with acting_as(SYSTEM):
        row = (
            Notification.objects.select_related("case__region", "assignment__party")
            .filter(recipient=walker.cast.people[name], kind=kind)
            .order_by("-pk")
            .first()
        )
        return compose(row, walker.cast.people[name])


def html(message: Any) -> str:
    """The HTML part."""
    return message.alternatives[0].content


def test_asked_mail_says_what_why_until_when_and_where(walker: Walker, case: ChangeCase) -> None:
    """Bokmål, with the distance of the last day and the minutes; the link stands below the button's words."""
    message = mail(walker, "ola", outbox.ASKED)
    assert message.subject == "Svar for Rollag: Felles byggesaksløsning på Øvre Eiker"
    assert message.body.startswith("Hei, Ola.\n\nKari spør om Rollag vil være med på «Felles byggesaksløsning på Øvre")
    assert re.search(r"Frist: \w+dag \d+\.\s\w+( \d{4})?, om \d+ dager\. Det tar omtrent 10 minutter\.", message.body)
    assert "Svar for kommunen:\nhttp://127.0.0.1:8000/lenke/" in message.body
    assert message.body.rstrip().endswith("fordi du svarer for Rollag i SuksIT.")
    assert "\n\n\n" not in message.body


def test_html_part_has_the_same_words_and_one_link(walker: Walker, case: ChangeCase) -> None:
    """A button with the deed's words; the styles stand on the elements."""
    message = mail(walker, "ola", outbox.ASKED)
    page = html(message)
    (address,) = re.findall(r'<a [^>]*href="([^"]+)"', page)
    assert unescape(address) in message.body
    assert ">Svar for kommunen</a>" in page
    assert 'style="' in page
    assert "<style" not in page
    assert '<html lang="nb">' in page
    assert message.body.count("http") == 1


@pytest.mark.parametrize(
    ("language", "greeting", "news"),
    [
        ("nb", "Hei, Kari.", "Nytt i saken: Felles byggesaksløsning på Øvre Eiker"),
        ("nn", "Hei, Kari.", "Nytt i saka: Felles byggesaksløsning på Øvre Eiker"),
        ("en-gb", "Hello, Kari.", "News in the case: Felles byggesaksløsning på Øvre Eiker"),
    ],
)
def test_mail_speaks_the_readers_language(
    walker: Walker, case: ChangeCase, language: str, greeting: str, news: str
) -> None:
    """Not that of the one who did the deed."""
    kari = walker.cast.people["kari"]
    kari.language = language
    kari.save(update_fields=["language"])
    walker.do("ola", invitation.answer_invitation, walker.answer_of(case, "Rollag"), choice="yes")
    message = mail(walker, "kari", outbox.DECIDED)
    assert message.subject == news
    assert message.body.startswith(greeting)
    assert f'lang="{language}"' in html(message)
    assert message.extra_headers["Content-Language"] == language


def test_decided_mail_says_who_did_what(walker: Walker, case: ChangeCase) -> None:
    """The party, what the deed says was done, and the person."""
    walker.do(
        "ola", invitation.answer_invitation, walker.answer_of(case, "Rollag"), choice="no", private_reason="Hemmelig."
    )
    message = mail(walker, "kari", outbox.DECIDED)
    assert "Rollag svarte no (Ola)." in message.body
    assert f"Se saken:\nhttp://127.0.0.1:8000/sak/{case.pk}/" in message.body
    assert "Hemmelig" not in message.body + message.subject + html(message)


def test_decided_mail_carries_a_reason_that_all_may_read(walker: Walker) -> None:
    """A no to a report says why: on one line, and cut when it is long. No line of it makes a signature or a button."""
    case = walker.to("reported")
    why = "Vi har alt en løsning.\n--\nSe sak 12.\n\nhttp://example.test/" + " og mer" * 200
    walker.do("kari", changes.reject_report, case, reason=why)
    message = mail(walker, "ola", outbox.DECIDED)
    assert "Begrunnelse: Vi har alt en løsning. -- Se sak 12. http://example.test/ og mer" in message.body
    assert "…\n" in message.body
    assert html(message).count("<a ") == 1


def test_late_reminder_leads_to_sign_in_for_the_signed_link_has_closed(
    walker: Walker, case: ChangeCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A link opens until the last day only; the mail after it must not lead to a closed door."""
    with acting_as(SYSTEM):
        Assignment.objects.filter(step="answer_invitation").update(due="2026-01-05")
        row = Assignment.objects.select_related("case", "party").get(party=walker.cast.party("Rollag"))
        outbox.remind(row.case, row, "late")
    message = mail(walker, "ola", outbox.REMINDED)
    assert message.subject == "Venter fortsatt på deg: Felles byggesaksløsning på Øvre Eiker"
    assert "ventet på Rollag til mandag 5. januar" in message.body.replace("\xa0", " ")
    assert "http://127.0.0.1:8000/personvern/" in message.body
    assert "bare denne" not in message.body


def test_deed_that_binds_is_never_done_by_the_link(walker: Walker, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mail leads to the page behind sign-in."""
    know(monkeypatch, "answer_invitation", by_link=False)
    walker.to("invitation")
    assert "/lenke/" not in mail(walker, "ola", outbox.ASKED).body


def test_title_with_markup_and_line_breaks_stays_words(walker: Walker, answering: Deed) -> None:
    """Neither a header of its own in the subject nor an element in the page; the text is not escaped."""
    walker.to("invitation", title="Æ & <b>Ø</b>\r\nBcc: alle@example.test 🏗️")
    message = mail(walker, "ola", outbox.ASKED)
    assert message.subject == "Svar for Rollag: Æ & <b>Ø</b> Bcc: alle@example.test 🏗️"
    assert "«Æ & <b>Ø</b> Bcc: alle@example.test 🏗️»" in message.body
    assert "&lt;b&gt;Ø&lt;/b&gt;" in html(message)
    sent = message.message()
    assert isinstance(sent["Subject"], str)
    assert sent["Bcc"] is None
    assert isinstance(sent, EmailMessage) or sent.is_multipart()


def test_subject_is_cut_and_on_one_line(walker: Walker, case: ChangeCase) -> None:
    """However long the title."""
    context = {"case": case, "region": case.region, "reader": walker.cast.people["kari"], "link": "http://x.test/"}
    case.title = "Å" * 400
    found = render_mail("workflow/not_reached", {**context, "unreached": "Tor"}, "nb")
    assert len(found.subject) == 150
    assert one_line("a\n b\t c") == "a b c"
