"""The page for whoever keeps the region: each finding, what it offers, and that it does it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from suksit.cases.models import ChangeCase
from suksit.operations.findings import orphaned
from suksit.regions.models import Engagement
from tests.walk import Walker
from workflow import clock, flows
from workflow.actors import SYSTEM, Actor
from workflow.context import acting_as
from workflow.deeds import REGISTRY
from workflow.models import Assignment, HistoryEntry, Notification


def client_of(walker: Walker, name: str) -> Client:
    """A client signed in."""
    client = Client(headers={"accept-language": "nb"})
    client.force_login(walker.cast.people[name])
    return client


def found(client: Client) -> dict[str, list[Any]]:
    """The findings by name, with their rows."""
    return {part["name"]: part["rows"] for part in client.get(reverse("operations")).context["wrong"]}


def late(case: ChangeCase) -> Assignment:
    """Rollag's answer is late."""
    with acting_as(SYSTEM):
        rows = Assignment.objects.filter(case=case, step="answer_invitation", party__name="Rollag")
        rows.update(due=clock.today() - timedelta(days=2))
        return rows.get()


def stick(case: ChangeCase) -> None:
    """Nobody has the turn any more."""
    with acting_as(SYSTEM):
        Assignment.objects.filter(case=case, state="open").update(state="withdrawn", closed_at=clock.now())


def fail(case: ChangeCase, task: str = "workflow.jobs.send_notification") -> int:
    """A job of the case's first mail has failed."""
    with acting_as(SYSTEM), connection.cursor() as cursor:
        mail = Notification.objects.filter(case=case).order_by("pk").first()
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'failed', attempts = 6 "
            "WHERE (args->>'notification_id')::bigint = %s RETURNING id",
            [mail.pk],
        )
        return cursor.fetchone()[0]


def test_all_is_well(walker: Walker) -> None:
    """Nothing is wrong with a case that Kari has just accepted, and the page says what was looked for."""
    walker.to("accepted")
    context = client_of(walker, "kari").get(reverse("operations")).context
    assert (context["count"], context["wrong"], len(context["right"])) == (0, [], 6)


def test_step_that_is_gone_is_shown_to_the_keeper_of_the_region(
    walker: Walker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With how many cases wait, their numbers and what to do; the neighbour's keeper sees none of it."""
    cases = [walker.to("invitation"), walker.to("invitation")]
    monkeypatch.delitem(REGISTRY, "answer_invitation")
    (row,) = found(client_of(walker, "kari"))["orphaned"]
    with acting_as(SYSTEM):
        numbers = ", ".join(sorted(ChangeCase.objects.get(pk=case.pk).number for case in cases))
    assert (row.title, row.url, row.remedies) == ("answer_invitation", "", ())
    assert row.words.startswith(f"2 saker venter: {numbers}. Ingenting i koden kan")
    assert "orphaned" not in found(client_of(walker, "per"))


def test_looking_for_gone_steps_leaves_the_keeper_acting(walker: Walker) -> None:
    """The machine looks; afterwards the database knows the person again."""
    walker.to("invitation")

    def look(actor: Actor) -> tuple[list[Any], str, str]:
        rows = orphaned(actor)
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('app.user', true), current_setting('app.system', true)")
            return (rows, *cursor.fetchone())

    assert walker.cast.see("kari", look) == ([], str(walker.cast.people["kari"].pk), "")


def test_late_task_is_reminded_of_once_a_day(walker: Walker) -> None:
    """Ola and Dag get a mail; pressing twice sends no second one; the history knows who reminded."""
    row = late(walker.to("invitation"))
    client = client_of(walker, "kari")
    (shown,) = found(client)["overdue"]
    assert "Rollag" in shown.words
    url = shown.remedies[0].url
    assert [client.post(url).status_code for _ in range(2)] == [302, 302]
    with acting_as(SYSTEM):
        told = Notification.objects.filter(fact__contains="by hand").values_list("recipient__username", flat=True)
        assert sorted(told) == ["dag", "ola"]
        assert HistoryEntry.objects.filter(case_id=row.case_id, deed="remind_task").count() == 1


def test_task_without_people_names_the_party(walker: Walker) -> None:
    """Tinn has nobody from the start of the cast; when Ola and Dag leave, Rollag has nobody either."""
    walker.to("invitation")
    with acting_as(SYSTEM):
        Engagement.objects.filter(person__username__in=["ola", "dag"]).update(to_date=clock.today() - timedelta(days=1))
    rows = found(client_of(walker, "kari"))["without_people"]
    assert ["Rollag" in row.words or "Tinn" in row.words for row in rows] == [True, True]
    assert {row.remedies[0].url for row in rows} == {reverse("engage_person")}


def test_stuck_case_has_its_last_step_opened(walker: Walker) -> None:
    """Once; whoever presses a second time is told that it has gone on."""
    case = walker.to("accepted")
    stick(case)
    client = client_of(walker, "kari")
    (row,) = found(client)["stuck"]
    assert client.post(row.remedies[0].url).status_code == 302
    with acting_as(SYSTEM):
        assert flows.waits_at(case, "ask_partners")
        assert Assignment.objects.get(case=case, state="open").step == "ask_partners"
        assert HistoryEntry.objects.get(case=case, deed="reopen_step").data == {"step": "ask_partners"}
    assert "stuck" not in found(client)
    assert client.post(row.remedies[0].url).status_code == 302
    with acting_as(SYSTEM):
        assert Assignment.objects.filter(case=case, state="open").count() == 1
    walker.ask(case)


def test_case_on_hold_and_case_that_ended_are_not_stuck(walker: Walker) -> None:
    """They rest by intent."""
    held, ended = walker.to("accepted", title="En"), walker.to("accepted", title="To")
    for case in (held, ended):
        stick(case)
    with acting_as(SYSTEM):
        ChangeCase.objects.filter(pk=held.pk).update(on_hold_since=clock.now())
        flows.stop(ChangeCase.objects.get(pk=ended.pk), by=SYSTEM)
    assert "stuck" not in found(client_of(walker, "kari"))


def test_failed_job_is_tried_again(walker: Walker) -> None:
    """It is queued, and gone from the page."""
    job = fail(walker.to("invitation"))
    client = client_of(walker, "kari")
    (row,) = found(client)["failed"]
    assert "6" in row.words
    assert client.post(row.remedies[0].url).status_code == 302
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", [job])
        assert cursor.fetchone() == ("todo",)
    assert "failed" not in found(client)
    assert client.post(row.remedies[0].url).status_code == 404


def test_person_whom_mails_do_not_reach(walker: Walker) -> None:
    """With the page on which the address is mended."""
    walker.to("invitation")
    with acting_as(SYSTEM):
        Notification.objects.filter(recipient=walker.cast.people["ola"]).update(state="not_reached")
    (row,) = found(client_of(walker, "kari"))["unreached"]
    assert (row.title, row.url) == ("Ola", reverse("mend_person", args=[walker.cast.people["ola"].pk]))


def test_other_region_sees_and_does_nothing(walker: Walker) -> None:
    """Per keeps the neighbour: his page is empty, and what is Kongsbergregionen's does not exist for him."""
    case = walker.to("invitation")
    task, job = late(case), fail(case)
    per = client_of(walker, "per")
    assert found(per) == {}
    urls = [
        reverse("remind_task", args=[task.pk]),
        reverse("retry_job", args=[job]),
        reverse("reopen_step", args=[case.pk]),
    ]
    assert [per.post(url).status_code for url in urls] == [404, 404, 404]
    with acting_as(SYSTEM):
        assert not Notification.objects.filter(fact__contains="by hand").exists()


@pytest.mark.parametrize("name", ["ola", "dag", "berit", "mona", "siri"])
def test_who_does_not_keep_the_region_is_refused(walker: Walker, name: str) -> None:
    """Reading and doing."""
    case = walker.to("invitation")
    task = late(case)
    client = client_of(walker, name)
    assert client.get(reverse("operations")).status_code == 403
    assert client.post(reverse("remind_task", args=[task.pk])).status_code == 403
    assert client.post(reverse("retry_job", args=[fail(case)])).status_code == 403
    assert client.post(reverse("reopen_step", args=[case.pk])).status_code == 403


@pytest.mark.parametrize("key", [0, 987_654_321, 2**63, 10**40])
def test_absurd_keys_do_not_exist(walker: Walker, key: int) -> None:
    """404, and no error."""
    client = client_of(walker, "kari")
    assert client.post(reverse("remind_task", args=[key])).status_code == 404
    assert client.post(reverse("retry_job", args=[key])).status_code == 404


def test_page_asks_as_many_questions_for_one_row_as_for_three(walker: Walker) -> None:
    """Of every sort."""
    client = client_of(walker, "kari")
    counts = []
    for numbers in ((1,), (2, 3)):
        for number in numbers:
            case = walker.to("invitation", title=f"Sak {number}")
            late(case)
            fail(case)
            stick(walker.to("accepted", title=f"Fast {number}"))
        with acting_as(SYSTEM):
            Engagement.objects.filter(person__username="tor").update(to_date=clock.today() - timedelta(days=1))
            Engagement.objects.filter(person__username="hans").update(to_date=clock.today() - timedelta(days=1))
            Notification.objects.filter(recipient=walker.cast.people["ingrid"]).update(state="not_reached")
        with CaptureQueriesContext(connection) as queries:
            rows = found(client)
        counts.append(len(queries))
        assert {name: len(of) for name, of in rows.items() if name in ("stuck", "overdue", "failed")} == dict.fromkeys(
            ("stuck", "overdue", "failed"), numbers[-1]
        )
    assert counts[0] == counts[1]
