"""The coordinator's board."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from procurement.invitation import actions as invitation
from procurement.models import Answer
from suksit.cases import actions as cases
from suksit.cases.models import ChangeCase
from suksit.cases.stages import STAGES
from suksit.dashboards import board as boards
from suksit.dashboards.cards import outlook
from suksit.dashboards.scope import uncapitalised
from suksit.dashboards.usual import pace_of, reckon, standing
from tests.walk import Walker, on
from workflow import clock, undoing
from workflow.actors import SYSTEM

OSLO = ZoneInfo("Europe/Oslo")
Page = Callable[..., str]


@pytest.fixture
def on_board(walker: Walker, client: Client) -> Page:
    """The board's page in Kari's eyes, in bokmål."""

    def read(query: str = "") -> str:
        client.force_login(walker.cast.people["kari"])
        response = client.get(reverse("board") + query)
        assert response.status_code == 200
        return " ".join(response.content.decode().replace("\xa0", " ").split())

    return read


def lane(page: str, label: str) -> str:
    """The part of the page about one step."""
    return page.split(f">{label}</h2>")[1].split("</section>")[0]


def test_board_without_cases_says_so_in_every_lane(on_board: Page) -> None:
    """Nothing open, nothing with Kari."""
    found = on_board()
    assert "Ingen saker er åpne i regionen nå." in found
    assert "Ingenting venter på deg nå" in found
    assert found.count("Ingen saker her nå") == 8
    assert "Alle <b>0</b>" in found


def test_board_puts_what_waits_for_me_first(walker: Walker, on_board: Page) -> None:
    """The oldest deadline that is Kari's, with one button."""
    walker.to("reported", title="Telefoni")
    walker.to("planning", title="Barnevern")
    found = on_board()
    turn = found.split('<section class="turn')[1].split("</section>")[0]
    assert "Telefoni" in turn
    assert "Har ventet siden" in turn
    assert "Frist:" in turn
    assert turn.count("ds-button") == 1
    assert "2 saker i regionen. Én er hos deg, ingen har ventet lenger enn vanlig." in found


def test_board_says_with_whom_a_case_is(walker: Walker, on_board: Page) -> None:
    """Those who are asked, until they have answered; then the coordinator."""
    case = walker.to("invitation")
    assert "Kongsberg, Notodden og 2 til" in lane(on_board(), "Forespørsel")
    for name, member in (("Kongsberg", "ingrid"), ("Notodden", "tor"), ("Rollag", "ola")):
        walker.do(member, invitation.answer_invitation, walker.part(Answer, case, name), choice="yes")
    assert ">Tinn<" in lane(on_board(), "Forespørsel")


def test_board_names_the_purchaser_by_role(walker: Walker, on_board: Page) -> None:
    """A person of a body is named with the role."""
    walker.to("planning")
    assert "Siri, innkjøper" in lane(on_board(), "Planlegging")


def test_role_keeps_the_capital_of_a_name() -> None:
    """SuksIT is a name; Innkjøper is not."""
    assert [uncapitalised(words) for words in ("SuksIT-koordinator", "Innkjøper", "Medlem av et organ", "X")] == [
        "SuksIT-koordinator",
        "innkjøper",
        "medlem av et organ",
        "X",
    ]


def test_board_shows_three_cards_on_every_screen_and_links_to_the_rest(walker: Walker, on_board: Page) -> None:
    """No card is hidden by a style; the link below stands only where there are more cases than cards."""
    for number in range(3):
        walker.to("reported", title=f"Sak {number}")
    three = lane(on_board(), "Meldt")
    assert (three.count("<li"), "Se alle" in three) == (3, False)
    walker.to("reported", title="Sak 3")
    four = lane(on_board(), "Meldt")
    assert (four.count("<li"), "Se alle 4 i meldt" in four) == (3, True)
    styles = Path(finders.find("suksit/board.css")).read_text()
    assert "display: none" not in styles


def test_board_says_that_the_suppliers_have_it(walker: Walker, on_board: Page) -> None:
    """Before the tender deadline nobody in the region can do anything."""
    walker.to("competition")
    assert "Tilbyderne, til" in lane(on_board(), "Konkurranse")


def test_board_puts_the_longest_beyond_its_deadline_first(walker: Walker, on_board: Page) -> None:
    """A deadline that is over stands with triangle and words, before what is newer."""
    walker.to("reported", title="Ny")
    with on(clock.today() - timedelta(days=40)):
        walker.to("reported", title="Gammel")
    found = on_board()
    lane_words = lane(found, "Meldt")
    assert lane_words.index("Gammel") < lane_words.index("Ny<")
    assert "dager over fristen" in lane_words
    assert "Lenger enn vanlig <b>1</b>" in found
    assert "én har ventet lenger enn vanlig." in found


def test_board_shows_at_most_three_cards_and_links_to_the_list(walker: Walker, on_board: Page) -> None:
    """The fourth is behind the count."""
    for title in ("A", "B", "C", "D"):
        walker.to("reported", title=title)
    words = lane(on_board(), "Meldt")
    assert words.count("<h3>") == 3
    assert "4 saker" in words
    assert 'href="/saker/?hvem=alle&amp;steg=meldt"' in words
    assert "Se alle 4 i meldt" in words


def test_board_filters_leave_out_empty_lanes_and_open_whole_ones(walker: Walker, on_board: Page) -> None:
    """`vis=meg` shows what is Kari's; with `steg` the whole lane."""
    for title in ("A", "B", "C", "D"):
        walker.to("reported", title=title)
    walker.to("planning")
    found = on_board("?vis=meg")
    assert ">Planlegging</h2>" not in found
    assert "/tavle/?vis=meg&amp;steg=meldt" in found
    assert lane(on_board("?vis=meg&steg=meldt"), "Meldt").count("<h3>") == 4
    assert "Ingen sak passer med dette filteret" in on_board("?vis=lenge")
    assert "Alle <b>5</b>" in on_board("?vis=<script>")


def test_board_counts_the_deadlines_of_this_week(walker: Walker, on_board: Page) -> None:
    """From today to Sunday."""
    walker.to("reported")
    due = clock.today() + timedelta(days=14)
    with on(due - timedelta(days=due.weekday())):
        assert "Frist denne uken <b>1</b>" in on_board()


def test_board_shows_a_case_on_hold_last_and_never_as_late(walker: Walker, on_board: Page) -> None:
    """Nothing is expected of it."""
    case = walker.to("reported", title="På vent")
    walker.do("kari", cases.hold_case, case, reason="Venter på staten.")
    walker.to("reported", title="Åpen")
    with on(clock.today() + timedelta(days=90)):
        words = lane(on_board(), "Meldt")
    assert words.index("Åpen") < words.index("På vent")
    assert "på vent siden" in words
    assert words.count('class="late"') == 1


def test_board_leaves_out_what_has_ended(walker: Walker, on_board: Page) -> None:
    """A cancelled case is found in the list, not here."""
    case = walker.to("planning")
    walker.do("kari", cases.cancel_case, case, reason="Ikke behov.")
    assert "Felles byggesaksløsning" not in on_board()


@pytest.mark.parametrize(
    ("measured", "words"), [((5, 8), "i 5 av 8 kommuner"), ((0, 2), "i 0 av 2 kommuner"), ((0, 0), "ingen gevinst er")]
)
def test_board_tells_how_many_have_measured(measured: tuple[int, int], words: str) -> None:
    """In the last step the forecast gives way to what is measured; what is not planned is not called unmeasured."""
    case = ChangeCase(state="benefits", title="Byggesak")
    board = boards.Board(SYSTEM, [], reckon([]), None, None)
    label, last = outlook(board, boards.OnBoard(case, STAGES[-1], 10, None, measured=measured))
    assert label == "Målt"
    assert last.startswith(words)


def at(day: date) -> datetime:
    """Noon of a day."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=OSLO)


def moves(case: int, *days: int, end: str = "accept_report") -> list[tuple]:
    """A case reported, assessed after some days, and on its way after some more."""
    day = date(2026, 1, 5)
    steps = (("report_change", "draft", "reported"), ("assess_report", "reported", "assessment"))
    found = []
    for (deed, before, after), wait in zip((*steps, (end, "assessment", "accepted")), (0, *days), strict=True):
        day += timedelta(days=wait)
        found.append((case, deed, before, after, at(day)))
    return found


def test_usual_is_the_median_of_finished_steps() -> None:
    """Three are enough, two are not."""
    assessment = STAGES[1]
    two = reckon([*moves(1, 2, 10), *moves(2, 2, 30)])
    assert two.usual(assessment) is None
    three = reckon([*moves(1, 2, 10), *moves(2, 2, 30), *moves(3, 2, 14)])
    assert three.usual(assessment) == 14
    assert three.usual(STAGES[0]) == 2
    assert three.usual(STAGES[3]) is None


def test_usual_does_not_count_a_step_that_was_cut_short() -> None:
    """A cancelled case finished nothing."""
    cut = reckon([*moves(1, 2, 10), *moves(2, 2, 30), *moves(3, 2, 14, end="cancel_case")])
    assert cut.usual(STAGES[1]) is None


def test_usual_says_when_a_case_came_to_its_step() -> None:
    """Moves inside a step do not start it anew."""
    pace = reckon([*moves(1, 2, 10), (1, "ask_partners", "accepted", "invitation", at(date(2026, 2, 1)))])
    assert pace.entered[1] == date(2026, 1, 17)


def test_usual_leaves_out_what_was_taken_back(walker: Walker) -> None:
    """A project that was started by mistake has not finished its assessment."""
    case = walker.to("accepted")
    assert walker.see(lambda: dict(pace_of(case.region_id).finished)) == {"report": [0], "assessment": [0]}
    newest = walker.see(lambda: case.history.order_by("-sequence").first())
    walker.do("kari", undoing.undo_step, newest)
    assert walker.see(lambda: dict(pace_of(case.region_id).finished)) == {"report": [0]}


def test_case_is_in_its_step_since_it_first_came_there() -> None:
    """What was taken back did not begin it anew; another case's entry of the same place stands."""
    numbered = [(*row, place, None) for place, row in enumerate(moves(1, 2, 10), start=1)]
    other = [(*row, place, None) for place, row in enumerate(moves(2, 2, 30), start=1)]
    undo = (1, "undo_step", "accepted", "assessment", at(date(2026, 2, 1)), 4, [3])
    pace = reckon(standing([*numbered, undo, *other]))
    assert pace.entered == {1: date(2026, 1, 7), 2: date(2026, 2, 6)}
    assert pace.finished == {"report": [2, 2], "assessment": [30]}


def test_board_calls_long_what_is_beyond_the_usual(walker: Walker, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty days where fourteen are usual."""
    case = walker.to("planning")
    pace = reckon([])
    pace.finished["planning"] = [14, 14, 14]
    pace.entered[case.pk] = clock.today() - timedelta(days=20)
    monkeypatch.setattr(boards, "pace_of", lambda region: pace)
    row = walker.cast.see("kari", boards.board_of).cases[0]
    assert (row.days, row.usual, row.beyond) == (20, 14, 6)


def test_board_takes_as_many_queries_for_three_cases_as_for_one(walker: Walker, client: Client) -> None:
    """A fixed number, whatever the number of cases."""
    client.force_login(walker.cast.people["kari"])
    walker.to("invitation")
    client.get(reverse("board"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("board"))
    walker.to("benefits")
    walker.to("invitation", title="Telefoni")
    with CaptureQueriesContext(connection) as three:
        client.get(reverse("board"))
    assert len(three) == len(one)
    assert len(one) <= 30


def test_board_is_for_the_one_who_keeps_the_region(walker: Walker, client: Client) -> None:
    """A member and a chief executive have none; another region's coordinator sees only the own region."""
    walker.to("planning")
    for name, status in (("ola", 403), ("dag", 403), ("per", 200)):
        client.force_login(walker.cast.people[name])
        response = client.get(reverse("board"))
        assert response.status_code == status
        assert "Felles byggesaksløsning" not in response.content.decode()
