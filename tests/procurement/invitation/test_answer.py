"""Answering: on one page, changed before the freeze, refused after it, mended on behalf."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from procurement.invitation import actions
from procurement.invitation.views import VALUE_MISSING
from procurement.models import Answer, Authorisation
from tests.procurement.pages import Pages
from tests.walk import Walker
from workflow import links
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.delivery import compose
from workflow.models import Assignment, HistoryEntry, HistoryText, Notification


@pytest.fixture
def pages(walker: Walker) -> Pages:
    """A case in which the four municipalities are asked."""
    return Pages(walker, walker.to("invitation"))


def key(pages: Pages, name: str = "Rollag") -> int:
    """The key of a municipality's answer."""
    return pages.walker.answer_of(pages.case, name).pk


def say(pages: Pages, name: str, data: dict[str, Any], party: str = "Rollag") -> Any:
    """A person answers on the page."""
    return pages.post(name, "answer_invitation", data, key(pages, party))


def stored(pages: Pages, party: str = "Rollag") -> Answer:
    """A municipality's answer as it stands."""
    return pages.walker.answer_of(pages.case, party)


def test_choice_alone_is_enough(pages: Pages) -> None:
    """One click; the value is said to be missing."""
    page = pages.client("ola").post(pages.url("answer_invitation", key(pages)), {"choice": "yes"}, follow=True)
    answer = stored(pages)
    assert (answer.state, answer.choice, answer.annual_value) == ("answered", "yes", None)
    assert any(str(VALUE_MISSING) in str(message) for message in page.context["messages"])


def test_amounts_are_read_as_people_write_them(pages: Pages) -> None:
    """Spaces, thin spaces, commas and kroner."""
    assert say(pages, "ola", {"choice": "yes", "annual_value": "1 740 000", "one_off_value": "25000,50 kr"})
    answer = stored(pages)
    assert (answer.annual_value, answer.one_off_value) == (Decimal(1_740_000), Decimal("25000.50"))


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"choice": "maybe"},
        {"choice": "yes", "annual_value": "-1"},
        {"choice": "yes", "annual_value": "mye"},
        {"choice": "yes", "annual_value": "1e400"},
        {"choice": "yes", "annual_value": "NaN"},
        {"choice": "yes", "annual_value": "9" * 20},
        {"choice": "yes", "agreement_ends": "31.02.2027"},
        {"choice": "yes", "agreement_ends": "01.01.0001"},
        {"choice": "yes", "joins_on": "9999-12-31"},
        {"choice": "no", "remark": "x" * 301},
        {"choice": "no", "private_reason": "x" * 10_000},
        {"choice": "no", "contact": "\x00"},
        {"choice": "need_more"},
    ],
)
def test_wrong_answer_is_refused_and_kept(pages: Pages, data: dict[str, str]) -> None:
    """A message beside the field; nothing is answered."""
    page = say(pages, "ola", {"volume": "Æøå 🎈 <script>", **data})
    assert page.status_code == 422
    assert "Æøå 🎈 &lt;script&gt;" in page.content.decode()
    assert stored(pages).state == "asked"


def test_another_municipality_may_not_answer(pages: Pages) -> None:
    """Ingrid sees the page of Rollag as forbidden, and cannot post to it."""
    assert pages.get("ingrid", "answer_invitation", key(pages)).status_code == 403
    assert say(pages, "ingrid", {"choice": "no"}).status_code == 403
    assert stored(pages).state == "asked"


def test_answer_of_another_case_is_not_found(pages: Pages) -> None:
    """A key from elsewhere in the address."""
    other = pages.walker.to("invitation", title="En annen sak")
    foreign = pages.walker.answer_of(other, "Rollag").pk
    assert pages.get("ola", "answer_invitation", foreign).status_code == 404


def test_need_more_gives_the_coordinator_the_turn_and_a_reply_gives_it_back(pages: Pages) -> None:
    """Hjartdal wonders, Kari replies, Hjartdal has the turn again."""
    say(pages, "ola", {"choice": "need_more", "remark": "Kobles det til arkivet?"})
    page = pages.get("kari", "reply_to_question", key(pages))
    assert "Kobles det til arkivet?" in page.content.decode()
    assert pages.post("kari", "reply_to_question", {"reply": ""}, key(pages)).status_code == 422
    assert pages.post("kari", "reply_to_question", {"reply": "Ja."}, key(pages)).status_code == 302
    open_rows = pages.walker.see(
        lambda: list(
            Assignment.objects.filter(
                state="open", step__in=["answer_invitation", "reply_to_question"], subject=key(pages)
            ).values_list("step", flat=True)
        )
    )
    assert open_rows == ["answer_invitation"]
    assert pages.walker.see(lambda: HistoryText.objects.get(name="reply").text) == "Ja."


def test_changed_answer_keeps_the_old_one_for_those_who_may_see_it(pages: Pages) -> None:
    """In the history, with the old figures beside the chain."""
    say(pages, "ola", {"choice": "yes", "annual_value": "100 000", "volume": "12 brukere"})
    say(pages, "ola", {"choice": "option", "annual_value": "90000"})
    entry = pages.walker.see(lambda: HistoryEntry.objects.filter(deed="answer_invitation").last())
    assert entry.data["choice"] == "option"
    assert entry.data["before"] == "yes"
    old = pages.walker.see(lambda: HistoryText.objects.get(name="replaced"))
    assert old.visibility == "own"
    assert old.text == "choice: yes\nannual_value: 100000.00\nvolume: 12 brukere"


def test_coordinator_mends_and_both_names_are_kept(pages: Pages) -> None:
    """Kari writes for Rollag: her capacity and Rollag's key in the history; Rollag's people are told."""
    page = pages.get("kari", "answer_invitation", key(pages))
    assert page.status_code == 200
    say(pages, "kari", {"choice": "yes", "annual_value": "100000"})
    entry = pages.walker.see(lambda: HistoryEntry.objects.filter(deed="answer_invitation").last())
    rollag, kari = pages.walker.cast.party("Rollag").pk, pages.walker.cast.people["kari"].pk
    assert (entry.actor_id, entry.capacity, entry.data["party"]) == (kari, "coordinator", rollag)
    assert pages.walker.see(lambda: HistoryText.objects.get(entry=entry, name="party").text) == "Rollag"
    told = pages.walker.see(
        lambda: set(
            Notification.objects.filter(fact=f"answer_invitation:{entry.pk}").values_list("recipient_id", flat=1)
        )
    )
    assert told == {pages.walker.cast.people[name].pk for name in ("ola", "dag")}


def test_private_reason_mended_by_the_coordinator_is_read_by_the_municipality_itself(pages: Pages) -> None:
    """It is Rollag's own, whoever wrote it; Kongsberg reads neither it nor what it replaced."""
    say(pages, "ola", {"choice": "no", "private_reason": "Vi har det trangt."})
    say(pages, "kari", {"choice": "no", "private_reason": "Økonomien er stram i år."})
    url = reverse("case_history", args=[pages.case.pk])
    for name, sees in {"ola": True, "kari": True, "ingrid": False, "hans": False}.items():
        page = pages.client(name).get(url).content.decode()
        assert ("Økonomien er stram i år." in page, "Vi har det trangt." in page) == (sees, sees), name


def test_answer_that_moves_the_regime_is_told_to_all_who_are_asked(pages: Pages) -> None:
    """Edge case: the sum crosses the EEA threshold when another joins."""
    say(pages, "ingrid", {"choice": "yes", "annual_value": "400000"}, "Kongsberg")
    assert pages.walker.see(lambda: Notification.objects.filter(kind="invitation/regime_changed").count()) == 0
    say(pages, "ola", {"choice": "yes", "annual_value": "300000"})
    rows = pages.walker.see(lambda: list(Notification.objects.filter(kind="invitation/regime_changed")))
    assert rows[0].context == {
        "regime": "part_iii",
        "regime_before": "part_ii",
        "threshold": "eea",
        "amount": "2500000.00",
        "citation": "FOA del III",
        "verified": False,
        "upwards": True,
    }
    names = ("kari", "dag", "ingrid", "eva", "tor", "hans")
    assert {row.recipient_id for row in rows} == {pages.walker.cast.people[name].pk for name in names}


def test_answer_that_leaves_the_regime_is_told_to_nobody(pages: Pages) -> None:
    """From 1 600 000 to 1 640 000 nothing crosses."""
    say(pages, "ingrid", {"choice": "yes", "annual_value": "400000"}, "Kongsberg")
    say(pages, "ola", {"choice": "yes", "annual_value": "10000"})
    assert pages.walker.see(lambda: Notification.objects.filter(kind="invitation/regime_changed").count()) == 0


def test_regime_that_falls_is_told_too(pages: Pages) -> None:
    """The figure was a typing error; the mail says downwards."""
    say(pages, "ingrid", {"choice": "yes", "annual_value": "4000000"}, "Kongsberg")
    say(pages, "ingrid", {"choice": "yes", "annual_value": "100000"}, "Kongsberg")
    row = pages.walker.see(lambda: Notification.objects.filter(kind="invitation/regime_changed").first())
    assert (row.context["threshold"], row.context["upwards"]) == ("act", False)


def test_answer_after_the_freeze_is_refused_with_what_is_possible(walker: Walker) -> None:
    """Edge case: a municipality that was not named wants to join after the notice."""
    pages = Pages(walker, walker.to("competition"))
    for page in (
        pages.get("tor", "answer_invitation", key(pages, "Notodden")),
        say(pages, "tor", {"choice": "yes", "remark": "Vi vil likevel"}, "Notodden"),
    ):
        assert page.status_code == 409
        assert "KOFA 2019/389" in page.content.decode()
    assert "Vi vil likevel" in page.content.decode()
    assert stored(pages, "Notodden").choice == "no"
    assert pages.get("ingrid", "answer_invitation", key(pages, "Notodden")).status_code == 403


def test_named_option_holder_is_told_that_it_may_join_after_the_freeze(walker: Walker) -> None:
    """Edge case: it was named, so it can join with a contract of its own."""
    case = walker.to("invitation")
    for member, name, choice in (("ingrid", "Kongsberg", "yes"), ("ola", "Rollag", "option")):
        walker.do(member, actions.answer_invitation, walker.answer_of(case, name), choice=choice, annual_value=10)
    walker.do("kari", actions.close_invitation, case)
    walker.commit(case)
    walker.plan(case, "full")
    page = Pages(walker, case).get("ola", "answer_invitation", walker.answer_of(case, "Rollag").pk)
    assert page.status_code == 409
    assert "KOFA" not in page.content.decode()
    assert walker.part(Authorisation, case, "Rollag").as_option


def test_yes_after_the_question_is_closed_asks_for_an_authorisation(walker: Walker) -> None:
    """Tinn was silent and wakes up before the notice."""
    case = walker.to("planning")
    answer = walker.answer_of(case, "Tinn")
    walker.do("kari", actions.answer_invitation, answer, choice="yes", annual_value=Decimal(50_000))
    row = walker.part(Authorisation, case, "Tinn")
    assert (row.state, row.value) == ("requested", Decimal(200_000))


def test_no_after_the_question_is_closed_takes_the_authorisation_back(walker: Walker) -> None:
    """Rollag changes its mind in planning."""
    case = walker.to("planning")
    walker.do("ola", actions.answer_invitation, walker.answer_of(case, "Rollag"), choice="no")
    assert walker.part(Authorisation, case, "Rollag").state == "released"


@pytest.mark.parametrize(("yearly", "state"), [(90_000, "given"), (100_000, "given"), (100_001, "requested")])
def test_larger_value_needs_a_new_authorisation(walker: Walker, yearly: int, state: str) -> None:
    """What was given covers less, not more."""
    case = walker.to("planning")
    walker.do("ola", actions.answer_invitation, walker.answer_of(case, "Rollag"), choice="yes", annual_value=yearly)
    assert walker.part(Authorisation, case, "Rollag").state == state
    waiting = walker.see(lambda: Assignment.objects.filter(case=case, step="give_authorisation", state="open").count())
    assert waiting == (state == "requested")


def test_need_more_cannot_be_answered_when_the_question_is_closed(walker: Walker) -> None:
    """Nobody is left to reply to it."""
    case = walker.to("commitment")
    with pytest.raises(ValueError, match="need_more"):
        walker.do("ola", actions.answer_invitation, walker.answer_of(case, "Rollag"), choice="need_more")
    page = Pages(walker, case).get("ola", "answer_invitation", walker.answer_of(case, "Rollag").pk)
    assert 'value="need_more"' not in page.content.decode()


def test_signed_link_answers_without_sign_in_and_closes(pages: Pages) -> None:
    """The mail's link opens the one page; when it is answered the link is spent."""
    walker = pages.walker
    row = walker.see(lambda: Assignment.objects.get(step="answer_invitation", subject=key(pages)))
    path = links.path_for(row, walker.cast.people["ola"].pk, pages.case.region_id)
    assert Client().get(path).status_code == 200
    assert Client().post(path, {"choice": "kanskje"}).status_code == 422
    assert Client().post(path, {"choice": "yes", "annual_value": "100 000"}).status_code == 200
    entry = walker.see(lambda: HistoryEntry.objects.filter(deed="answer_invitation").last())
    assert (stored(pages).choice, entry.channel) == ("yes", "link")
    assert Client().get(path).status_code == 410


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nb", "over EØS-terskelen på 2\u00a0500\u00a0000\u00a0kr. Skal kunngjøres på Doffin og TED."),
        ("nn", "over EØS-terskelen på 2\u00a0500\u00a0000\u00a0kr. Skal kunngjerast på Doffin og TED."),
    ],
)
def test_mail_says_which_threshold_was_crossed(pages: Pages, language: str, words: str) -> None:
    """In the reader's language, with the rule and that the figure is not confirmed; never the sum itself."""
    reader = pages.walker.cast.people["tor"]
    reader.language = language
    reader.save(update_fields=["language"])
    say(pages, "ingrid", {"choice": "yes", "annual_value": "400000"}, "Kongsberg")
    say(pages, "ola", {"choice": "yes", "annual_value": "300000"})
    with acting_as(SYSTEM):
        row = Notification.objects.get(kind="invitation/regime_changed", recipient=reader)
        mail = compose(row, reader)
    assert words in mail.body
    assert "FOA del III" in mail.body
    assert "2\u00a0800\u00a0000" not in mail.body
