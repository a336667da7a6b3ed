"""`manage.py flows`: what it prints, and how it ends."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.errand.flows import ErrandFlow
from tests.errand.later_versions import ErrandFlowV2
from tests.personas import Cast
from tests.workflow.errands import afresh, errand_at, everything
from workflow import flow_lock, versions


@pytest.fixture(autouse=True)
def errands(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    """Two versions of the errand's flow; only the first is locked."""
    settings.FLOW_LOCK = tmp_path / "flows.lock.json"
    monkeypatch.setattr(versions, "VERSIONS", {})
    versions.register(ErrandFlow)
    flow_lock.lock()
    versions.register(ErrandFlowV2)


def flows(*args: str) -> list[str]:
    """What the command says."""
    out = io.StringIO()
    call_command("flows", *args, stdout=out)
    return out.getvalue().splitlines()


def test_list_counts_the_cases_on_each_version(cast: Cast) -> None:
    """Those that have ended are not counted."""
    for step in ("triage_errand", "ask_errand", "over"):
        errand_at(cast, step)
    assert flows() == flows("list") == ["errand:1              2 cases", "errand:2              0 cases  not locked"]


def test_list_names_what_cases_need_and_the_code_has_not(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    """And ends with 1."""
    errand_at(cast, "triage_errand")
    monkeypatch.delitem(versions.VERSIONS, "errand:1")
    with pytest.raises(CommandError, match="not in the code"):
        call_command("flows")
    assert "tests.errand.flows.ErrandFlow version 1:      1 cases, not in the code\n" in capsys.readouterr().out


def test_plan_names_each_case_and_touches_nothing(cast: Cast) -> None:
    """Two steps: one has a place."""
    errands = [errand_at(cast, step) for step in ("triage_errand", "ask_errand")]
    before = [everything(errand) for errand in errands]
    assert flows("plan", "errand:1", "errand:2") == [
        f"can move  {errands[0].number}: triage_errand → assess_errand",
        f"stays     {errands[1].number}: it waits at ask_errand, which has no place in version 2",
        "1 can move, 1 cannot. Nothing is touched.",
    ]
    assert [everything(errand) for errand in errands] == before


def test_move_names_those_that_stay_and_ends_with_one(cast: Cast, capsys: pytest.CaptureFixture) -> None:
    """The first run moves one and fails for the other; a second finds only that one."""
    moves, stays = (errand_at(cast, step) for step in ("triage_errand", "ask_errand"))
    with pytest.raises(CommandError, match="1 cases stay on errand:1; they are named above") as ends:
        call_command("flows", "move", "errand:1", "errand:2")
    assert ends.value.returncode == 1
    stay = f"stays     {stays.number}: it waits at ask_errand, which has no place in version 2"
    assert capsys.readouterr().out.splitlines() == [
        f"moved     {moves.number}: triage_errand → assess_errand",
        stay,
        "1 moved to errand:2.",
    ]
    assert [afresh(errand).flow_version for errand in (moves, stays)] == [2, 1]
    with pytest.raises(CommandError, match="1 cases stay"):
        call_command("flows", "move", "errand:1", "errand:2")
    assert capsys.readouterr().out.splitlines() == [stay, "0 moved to errand:2."]


def test_move_of_all_ends_well(cast: Cast) -> None:
    """No error when nothing stays."""
    errand = errand_at(cast, "triage_errand")
    assert flows("move", "errand:1", "errand:2") == [
        f"moved     {errand.number}: triage_errand → assess_errand",
        "1 moved to errand:2.",
    ]
