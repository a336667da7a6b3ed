"""Keys in the address that do not belong there, and deeds posted by those who may not: 404 and 403, never more."""

from collections.abc import Iterator
from functools import partial
from typing import Any
from unittest import mock

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.access.row import INSIDERS, OUTSIDERS, measurement
from tests.access.table import ROWS, Row
from tests.walk import Walker
from workflow.deeds import REGISTRY
from workflow.models import HistoryEntry

ABSURD = (0, 987_654_321, 2**63, 10**40)
UNREADABLE = ("-1", "abc", "1e3", "1%00", "%27%20OR%201=1")
PARTS = [row for row in ROWS if row.part and not row.apart and row.name in REGISTRY]
RIGHT_BUT_NOT_HERE = {"join_report": {"ola"}}  # the report is Rollag's own: there is nothing left to join
DRAFTS = ("report_change", "report_edit", "discard_draft")


@pytest.fixture
def clients(walker: Walker) -> dict[str, Client]:
    """Everybody, signed in."""
    made = {name: Client() for name in (*OUTSIDERS, *INSIDERS)}
    for name, client in made.items():
        client.force_login(walker.cast.people[name])
    return made


def post(client: Client, url: str) -> int:
    """What a post gives; it is taken back."""
    with transaction.atomic():
        status = client.post(url, {}).status_code
        transaction.set_rollback(True)
    return status


def holders(deed: str) -> set[str]:
    """Those to whom the access table gives a deed's page at some state."""
    return {name for row in ROWS if row.name == deed for name, status in row.who.items() if status == 200}


def kongsbergs(cast: Any) -> Any:
    """The cast, in which Kongsberg answers to Rollag's name: what finds Rollag's part then finds Kongsberg's."""
    other = mock.Mock(wraps=cast)
    other.party = lambda name: cast.party("Kongsberg")
    return other


@pytest.mark.parametrize("state", ["reported", "measuring"])
def test_deed_of_a_case_is_refused_to_whoever_lacks_the_right(
    state: str, walker: Walker, clients: dict[str, Client]
) -> None:
    """Before its time and long after: one who came second is told so, one who never had the right gets 403."""
    deeds = {row.name for row in ROWS if row.at and not row.part and row.name in REGISTRY}
    case = walker.to(state)
    found = {}
    for deed in sorted(deeds - {"resume_case", "reopen_case", "plan_procurement", *DRAFTS}):
        for name in set(INSIDERS) - holders(deed) - RIGHT_BUT_NOT_HERE.get(deed, set()):
            found[deed, name] = post(clients[name], reverse(deed, args=[case.pk]))
    for deed in ("resume_case", "reopen_case", "plan_procurement"):
        found[deed, "ola"] = post(clients["ola"], reverse(deed, args=[case.pk]))
    assert {key: status for key, status in found.items() if status != 403} == {}
    assert len(found) > 300


def test_deed_of_a_case_in_another_region_does_not_exist(walker: Walker, clients: dict[str, Client]) -> None:
    """Neither for its coordinator, nor for one whose municipality is in both regions."""
    case = walker.to("measuring")
    found = {}
    for row in ROWS:
        if row.at and not row.apart and row.name != "case_file":
            args = [case.pk, *row.args, *([1] if row.part else [])]
            for name in OUTSIDERS:
                found[row.name, name] = post(clients[name], reverse(row.name, args=args))
    assert {key: status for key, status in found.items() if status not in (404, 405)} == {}


@pytest.mark.parametrize("state", sorted({row.at for row in PARTS}, key=str))
def test_part_of_another_municipality_or_another_case_is_refused(
    state: str, walker: Walker, clients: dict[str, Client]
) -> None:
    """Rollag's people on Kongsberg's part; and anybody on a part that is another case's, or nobody's."""
    case, other = walker.to(state), walker.to(state, title="En annen sak")
    count = walker.see(HistoryEntry.objects.count)
    refused, missing = {}, {}
    for row, key in parts(state, walker, case, kongsbergs(walker.cast)):
        for name in ("ola", "dag", "liv"):
            refused[row.name, name] = post(clients[name], reverse(row.name, args=[case.pk, key]))
    for row, key in parts(state, walker, other, walker.cast):
        for strange in (key, *ABSURD):
            for name in ("kari", "dag", "ola"):
                missing[row.name, name, strange] = post(clients[name], reverse(row.name, args=[case.pk, strange]))
        address = reverse(row.name, args=[case.pk, 77777])
        for text in UNREADABLE:
            missing[row.name, "kari", text] = post(clients["kari"], address.replace("77777", text))
    assert {key: status for key, status in refused.items() if status != 403} == {}
    assert {key: status for key, status in missing.items() if status != 404} == {}
    assert walker.see(HistoryEntry.objects.count) == count


def parts(state: str, walker: Walker, case: Any, cast: Any) -> Iterator[tuple[Row, Any]]:
    """The deeds on a municipality's part at a state, with the part's key."""
    for row in PARTS:
        if row.at == state and not (row.part is measurement and cast is not walker.cast):
            yield row, walker.see(partial(row.part, cast, case))


@pytest.mark.parametrize("key", ABSURD)
def test_page_of_no_record_does_not_exist(key: int, walker: Walker, clients: dict[str, Client]) -> None:
    """Keys of pages outside a case."""
    case = walker.to("measuring")
    addresses = [
        reverse("benefit", args=[key]),
        reverse("harvest", args=[key, key]),
        reverse("end_engagement", args=[key]),
        reverse("end_membership", args=[key]),
        reverse("report_edit", args=[case.pk, key]),
    ]
    assert [clients["kari"].get(url).status_code for url in addresses] == [404] * 5
    assert [post(clients["kari"], url) for url in addresses] == [404] * 5
    assert clients["kari"].get("/sak/01234567-89ab-7def-8123-456789abcdef/").status_code == 404
    assert clients["kari"].get("/sak/1/").status_code == 404


def test_sent_report_is_not_sent_or_thrown_away_by_somebody_else(walker: Walker, clients: dict[str, Client]) -> None:
    """Who is not its reporter gets 403, and no word that it is sent."""
    case = walker.to("reported")
    addresses = [reverse("report_change", args=[case.pk]), reverse("discard_draft", args=[case.pk])]
    addresses.append(reverse("report_edit", args=[case.pk, 1]))
    assert [post(clients["ingrid"], url) for url in addresses] == [403, 403, 403]


@pytest.mark.parametrize("query", ["q=%00", "q=%27%20OR%201=1", "q=" + "x" * 9000, "page=-1", "page=abc", "page=1e9"])
def test_lists_take_any_query(query: str, walker: Walker, clients: dict[str, Client]) -> None:
    """A list answers whatever is asked."""
    for name in ("case_list", "benefit_list", "solution_list", "desk", "board", "desk_savings", "report_new"):
        assert clients["kari"].get(f"{reverse(name)}?{query}").status_code in (200, 404), name
