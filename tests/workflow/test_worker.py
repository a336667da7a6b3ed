"""The worker itself: finds the jobs, sends what waits, keeps the clock. With committed rows, as in production."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, connections
from procrastinate.contrib.django import app

from tests.personas import make_cast
from tests.walk import Walker
from workflow import jobs
from workflow.deeds import Deed
from workflow.models import Notification


def jobs_that() -> dict[tuple[str, str], int]:
    """How many jobs of each task stand in which status, as (task, status)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, status::text, count(*) FROM procrastinate_jobs GROUP BY 1, 2")
        return {(name.rpartition(".")[2], status): count for name, status, count in cursor.fetchall()}


@pytest.fixture
def committed(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker's own connections are closed after each job, so that the database can be thrown away."""
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)


def work_once() -> None:
    """Run the worker in a thread of its own: a browser's tests may leave a loop running in this one."""

    def work() -> None:
        call_command("worker", once=True)
        connections.close_all()

    with ThreadPoolExecutor(max_workers=1) as threads:
        threads.submit(work).result()


@pytest.mark.parametrize("task", ["send_notification", "tick", "sweep", "retry_stalled"])
def test_worker_knows_the_jobs(task: str) -> None:
    """Found at start-up, whatever else has been imported."""
    assert f"workflow.jobs.{task}" in app.tasks


def test_clock_and_retry_are_periodic() -> None:
    """Every ten and every five minutes, and once in the night."""
    found = {name: task.cron for (name, _), task in app.periodic_registry.periodic_tasks.items()}
    assert found == {
        "workflow.jobs.tick": "*/10 * * * *",
        "workflow.jobs.sweep": "30 3 * * *",
        "workflow.jobs.retry_stalled": "*/5 * * * *",
    }


def test_worker_sends_what_waits(
    committed: None, answering: Deed, settings: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """A mail file for everyone who is asked, none for what is done already; a second run sends nothing more."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    walker = Walker(make_cast())
    walker.to("invitation", title="Felles løsning – æøå")
    work_once()
    connection.close()  # what the worker committed is read anew
    states = walker.see(lambda: Counter(Notification.objects.values_list("state", flat=True)))
    assert set(states) == {"sent", "dropped"}
    written = "".join(path.read_text() for path in tmp_path.iterdir())
    assert "To: ola@example.test" in written
    assert states["sent"] == written.count("Message-ID: <notification-")
    assert jobs_that()["send_notification", "succeeded"] == states.total()
    assert {status for _, status in jobs_that()} == {"succeeded"}
    work_once()
    assert "".join(path.read_text() for path in tmp_path.iterdir()).count("Message-ID") == written.count("Message-ID")


def test_worker_keeps_the_clock(committed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The periodic jobs run and leave no error behind."""
    ran = []
    monkeypatch.setattr("workflow.ticking.run_all", lambda: ran.append(True))
    jobs.tick.defer(timestamp=0)
    jobs.retry_stalled.defer(timestamp=0)
    work_once()
    connection.close()
    assert ran
    assert {status for _, status in jobs_that()} == {"succeeded"}
    assert {name for name, _ in jobs_that()} == {"tick", "retry_stalled", "anchor"}
