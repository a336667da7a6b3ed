"""A step whose code is gone does not wait in silence: it is found, with how many cases wait and what to do."""

from typing import Any

import pytest
from django.core.management import call_command
from django.utils import translation
from viewflow.workflow.models import Task

from tests.errand.flows import ErrandFlow
from tests.personas import Cast
from tests.workflow.deeds import know
from tests.workflow.errands import errand_at
from workflow import orphaned_steps as orphans
from workflow.actors import SYSTEM
from workflow.checks import steps_can_be_done
from workflow.context import acting_as
from workflow.models import Case
from workflow.orphaned_steps import OrphanedStep, at_start

PATH = "tests.errand.flows.ErrandFlow"


@pytest.fixture(autouse=True)
def deeds(monkeypatch: pytest.MonkeyPatch) -> None:
    """The errand's deeds are known, as the product's are."""
    for name in ("triage_errand", "ask_errand", "reply_errand", "decide_errand", "end_errand"):
        know(monkeypatch, name)


def found() -> list[OrphanedStep]:
    """What is found."""
    with acting_as(SYSTEM):
        return orphans.orphaned_steps()


def removed(monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """Take a node out of the code."""
    monkeypatch.delitem(ErrandFlow.instance._nodes_by_name, step)


def test_nothing_is_found_where_all_is_well(cast: Cast) -> None:
    """At each step, and after the end."""
    for step in ("triage_errand", "ask_errand", "decide_errand", "end_errand", "over"):
        errand_at(cast, step)
    assert found() == []
    assert steps_can_be_done(None, databases=["default"]) == []


def test_step_that_is_gone_is_found(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the cases that wait there, and no others."""
    errands = [errand_at(cast, step) for step in ("triage_errand", "triage_errand", "decide_errand")]
    removed(monkeypatch, "triage_errand")
    numbers = tuple(errand.number for errand in errands[:2])
    (orphan,) = found()
    assert orphan == OrphanedStep(PATH, 1, "triage_errand", 2, numbers, orphans.STEP_GONE)
    (warning,) = steps_can_be_done(None, databases=["default"])
    assert warning.msg == (
        f"triage_errand in {PATH} version 1: 2 ({numbers[0]}, {numbers[1]}). The step is not in the process any more. "
        "Put it back, and let a new version say where its cases land."
    )
    assert steps_can_be_done(None, databases=None) == []


def test_flow_that_is_gone_is_found(cast: Cast) -> None:
    """The class cannot be imported, also when only the parts of an ended case need it."""
    running, ended = errand_at(cast, "triage_errand"), errand_at(cast, "over")
    with acting_as(SYSTEM):
        ended.assignments.filter(step="reply_errand", party=cast.party("Tinn")).update(state="open", closed_at=None)
        Case.objects.update(flow="tests.errand.flows.Forgotten")
    assert [(one.step, one.cases, one.what_to_do) for one in found()] == [
        ("", (ended.number,), orphans.FLOW_GONE),
        ("triage_errand", (running.number,), orphans.FLOW_GONE),
    ]


def test_version_raised_in_place_is_found(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cases run on version 1, and the class of that name is another now."""
    errand_at(cast, "triage_errand")
    monkeypatch.setattr(ErrandFlow, "version", 2)
    assert [(one.version, one.what_to_do) for one in found()] == [(1, orphans.FLOW_CHANGED)]


def test_case_that_waits_for_nobody_is_found(cast: Cast) -> None:
    """It runs, and no step of it is open."""
    errand = errand_at(cast, "triage_errand")
    with acting_as(SYSTEM):
        Task.objects.filter(process_id=errand.process_id, status="NEW").update(status="CANCELED")
    assert [(one.step, one.cases, one.what_to_do) for one in found()] == [("", (errand.number,), orphans.NO_STEP)]


def test_task_of_another_flow_is_found(cast: Cast) -> None:
    """The case says one class, the step another: no deed would find it."""
    errand = errand_at(cast, "triage_errand")
    with acting_as(SYSTEM):
        Case.objects.filter(pk=errand.pk).update(flow="tests.errand.later_versions.ErrandFlowV3", flow_version=3)
    assert [(one.step, one.version, one.what_to_do) for one in found()] == [("triage_errand", 3, orphans.STEP_GONE)]


def test_task_whose_deed_is_gone_is_found(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also those of single towns, which no flow knows of."""
    errand = errand_at(cast, "decide_errand")
    monkeypatch.delitem(orphans.REGISTRY, "reply_errand")
    assert found() == [OrphanedStep("", 0, "reply_errand", 1, (errand.number,), orphans.DEED_GONE)]
    assert at_start()[0].startswith(f"reply_errand in the inbox: 1 ({errand.number}). Nothing in the code")


def test_check_and_worker_say_it(cast: Cast, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> None:
    """`manage.py check --database default` warns; a warning stops nothing."""
    errand_at(cast, "triage_errand")
    removed(monkeypatch, "triage_errand")
    call_command("check", databases=["default"])
    assert "(workflow.W001) triage_errand in tests.errand.flows.ErrandFlow version 1: 1 (" in capsys.readouterr().err


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_what_to_do_is_in_the_reader_s_words(language: str) -> None:
    """The administrator's page is in Norwegian."""
    for words in (orphans.FLOW_GONE, orphans.FLOW_CHANGED, orphans.STEP_GONE, orphans.NO_STEP, orphans.DEED_GONE):
        with translation.override("en-gb"):
            english = str(words)
        with translation.override(language):
            assert str(words) != english


def test_database_without_tables_has_nothing_to_say(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the first migration."""
    monkeypatch.setattr(orphans, "WAITING", "SELECT 1 FROM not_there_yet")
    assert at_start() == []


def test_web_server_says_it_and_starts(
    db: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    """A line for each on its error stream."""
    from suksit import wsgi

    monkeypatch.setattr(orphans, "at_start", lambda: ["triage_errand in …"])
    wsgi.say_orphaned_steps()
    assert capsys.readouterr().err == "triage_errand in …\n"


def test_worker_says_it_before_it_works(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> None:
    """A line for each on its error stream."""
    from workflow.management.commands import worker

    class App:
        """A worker that stops at once."""

        connector: Any = type("Connector", (), {"get_worker_connector": staticmethod(lambda: None)})

        def with_connector(self, connector: Any) -> Any:
            raise KeyboardInterrupt

    monkeypatch.setattr(worker, "app", App())
    monkeypatch.setattr(worker, "connection", type("Connection", (), {"close": staticmethod(lambda: None)}))
    monkeypatch.setattr(worker.database, "refuse_powerful_role", lambda: None)
    monkeypatch.setattr(orphans, "at_start", lambda: ["triage_errand in …"])
    with pytest.raises(KeyboardInterrupt):
        call_command("worker", once=True)
    assert capsys.readouterr().err == "triage_errand in …\n"
