"""The notice and the invitation to tender: what is shown first, what is refused, and what is fixed."""

from datetime import timedelta

import pytest

from procurement.models import Competition, Plan, Responsible
from tests.procurement.competition.browser import Browser
from tests.walk import Walker
from workflow import clock
from workflow.models import Notification

NOTICE = {"notice_id": "2026-112379", "tender_time": "12:00", "kgv_link": "https://kgv.example/1"}


def deadline(days: int = 35) -> str:
    """A day to come, as it is typed."""
    return (clock.today() + timedelta(days=days)).strftime("%d.%m.%Y")


def planned(walker: Walker, route: str = "full") -> Browser:
    """A case that is ready to go out."""
    case = walker.to("planning")
    walker.prepare(case, route)
    return Browser(walker, case)


def test_notice_page_shows_who_will_be_fixed_and_the_value(walker: Walker) -> None:
    """Kongsberg and Rollag, over four years: 500 000 a year."""
    shown = planned(walker).get("siri", "publish_notice")
    assert shown.status_code == 200
    words = shown.content.decode()
    assert "Kongsberg, Rollag" in words
    assert "2\xa0000\xa0000\xa0kr" in words


def test_notice_fixes_the_participants_and_tells_them(walker: Walker) -> None:
    """The state, the competition, the frozen list, and mails to the participants' people and Kari, not to Siri."""
    browser = planned(walker)
    browser.done("siri", "publish_notice", tender_deadline=deadline(), **NOTICE)
    case = browser.now()
    assert case.state == "competition"
    run = walker.see(lambda: Competition.objects.get(case=case))
    assert (run.notice_id, run.run, run.kgv_link) == ("2026-112379", 1, "https://kgv.example/1")
    told = walker.see(
        lambda: set(
            Notification.objects.filter(
                case=case, kind="workflow/decided", fact__startswith="publish_notice"
            ).values_list("recipient__username", flat=True)
        )
    )
    assert told == {"ola", "dag", "ingrid", "eva", "kari"}
    assert "Listen er låst" in browser.panel("tor", "competition/panel_competition.html")


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("notice_id", "112379", "for eksempel 2026-112379"),
        ("notice_id", "x" * 41, "40"),
        ("notice_id", "", "problem-word"),
        ("tender_deadline", "01.01.2020", "fram i tid"),
        ("tender_deadline", "01.01.2126", "Stemmer årstallet"),
        ("tender_deadline", "31.02.2027", "dato"),
        ("tender_time", "kl. tolv", "gyldig"),
        ("kgv_link", "javascript:alert(1)", "gyldig"),
    ],
)
def test_notice_with_a_wrong_field_is_refused_and_kept(walker: Walker, field: str, typed: str, words: str) -> None:
    """422, the message beside the field, and what was typed."""
    browser = planned(walker)
    answer = browser.post("siri", "publish_notice", **{"tender_deadline": deadline(), **NOTICE, field: typed})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "https://kgv.example/1" in answer.content.decode() or field == "kgv_link"
    assert browser.now().state == "planning"


def test_notice_gate_says_in_words_what_is_missing(walker: Walker) -> None:
    """No plan and no group: each is named, the one who may gets a link, and a forced POST changes nothing."""
    case = walker.to("planning")
    walker.do("siri", walker_choose, case)
    browser = Browser(walker, case)
    words = browser.get("siri", "publish_notice").content.decode()
    for sentence in ("CPV-koden mangler.", "Prosedyren er ikke valgt.", "Ingen er valgt til evalueringsgruppen."):
        assert sentence in words
    assert '<form method="post" enctype' not in words
    answer = browser.post("siri", "publish_notice", tender_deadline=deadline(), **NOTICE)
    assert answer.status_code == 422
    assert browser.now().state == "planning"


def walker_choose(case, *, by):  # noqa: ANN001, ANN201 - a deed by another name
    """Choose the full route and nothing more."""
    from procurement.planning import actions

    return actions.choose_route(case, "full", by=by, reason="Over terskelen.")


def test_notice_in_an_old_tab_says_who_was_first(walker: Walker) -> None:
    """The second POST is answered 409 with what was typed."""
    browser = planned(walker)
    browser.done("siri", "publish_notice", tender_deadline=deadline(), **NOTICE)
    again = browser.post("siri", "publish_notice", tender_deadline=deadline(), **NOTICE)
    assert again.status_code == 409
    assert "2026-112379" in again.content.decode()
    assert walker.see(lambda: Competition.objects.count()) == 1


def test_notice_is_refused_to_those_without_the_right(walker: Walker) -> None:
    """Kari routes and binds nobody; Per sees nothing."""
    browser = planned(walker)
    assert browser.get("kari", "publish_notice").status_code == 403
    assert browser.post("kari", "publish_notice", tender_deadline=deadline(), **NOTICE).status_code == 403
    assert browser.get("per", "publish_notice").status_code == 404


def test_invitation_fixes_participants_without_a_notice(walker: Walker) -> None:
    """The simplified route: no number in Doffin is asked for."""
    browser = planned(walker, "simplified")
    assert "notice_id" not in browser.get("siri", "invite_tenders").content.decode()
    browser.done("siri", "invite_tenders", tender_deadline=deadline(21), tender_time="14.00")
    run = walker.see(lambda: Competition.objects.get(case=browser.case))
    assert (run.notice_id, run.tender_time.isoformat()) == ("", "14:00:00")
    assert browser.get("siri", "publish_notice").status_code == 403


def test_sheet_for_the_notice_is_for_the_purchaser(walker: Walker) -> None:
    """Buyers, CPV and values, ready to be copied; not for others."""
    browser = planned(walker)
    sheet = browser.panel("siri", "competition/panel_sheet.html")
    for words in ("Kongsberg", "Rollag", "48000000", "SSA-L", "Felles byggesaksløsning", "KO"):
        assert words in sheet
    procedure = "Åpen anbudskonkurranse"
    assert f"<dt>Prosedyre</dt><dd>{procedure}</dd>" in sheet
    assert f"Prosedyre: {procedure}\n" in sheet
    assert browser.panel("ola", "competition/panel_sheet.html") == ""


def test_cancelled_competition_goes_back_and_can_be_run_again(walker: Walker) -> None:
    """Edge 9: a fault in the price form. All is kept, they are told, and the second run is a new one."""
    case = walker.to("competition")
    browser = Browser(walker, case)
    assert browser.post("siri", "cancel_competition", code="", reason="").status_code == 422
    browser.done("siri", "cancel_competition", code="tch-pr-error", reason="Feil i prisskjemaet.")
    case = browser.now()
    assert case.state == "planning"
    told = walker.see(
        lambda: set(
            Notification.objects.filter(case=case, fact__startswith="cancel_competition").values_list(
                "recipient__username", flat=True
            )
        )
    )
    assert told == {"ola", "dag", "ingrid", "eva", "kari"}
    panel = browser.panel("ola", "competition/panel_competition.html")
    assert "Konkurranse 1 ble avlyst" in panel
    assert "Listen er låst" not in panel
    walker.prepare(case, "full")
    browser.done("siri", "publish_notice", tender_deadline=deadline(), **{**NOTICE, "notice_id": "2026-222222"})
    runs = walker.see(
        lambda: list(Competition.objects.filter(case=case).order_by("run").values_list("run", "notice_id"))
    )
    assert runs == [(1, "2026-112379"), (2, "2026-222222")]
    assert browser.now().state == "competition"


def test_late_joiner_cannot_answer_after_the_notice(walker: Walker) -> None:
    """The list is fixed: Notodden's earlier no stands."""
    case = walker.to("competition")
    assert walker.see(lambda: case.invitation.frozen_on) == clock.today()
    assert walker.see(lambda: Responsible.objects.filter(case=case).count()) == 1


def test_tenderers_get_the_time_that_the_law_asks_for(walker: Walker) -> None:
    """Over the EEA threshold an open procedure takes thirty days; a shortened one fifteen."""
    browser = planned(walker)
    walker.see(lambda: Plan.objects.filter(case=browser.case).update(years=8))
    answer = browser.post("siri", "publish_notice", **{**NOTICE, "tender_deadline": deadline(20)})
    assert answer.status_code == 422
    assert "minst 30 dager" in answer.content.decode()
    browser.done("siri", "publish_notice", **{**NOTICE, "tender_deadline": deadline(20), "is_shortened": "on"})
    assert browser.now().state == "competition"
