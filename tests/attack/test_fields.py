"""Hostile values in every field of every form, at each state: a clear page, what was typed kept, nothing half done."""

import html
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django import forms
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.access.row import OUTSIDERS, may
from tests.access.table import ROWS, Row
from tests.attack.hostile import SCRIPT, honest_post, hostile_values
from tests.walk import Walker, on
from workflow import clock
from workflow.models import Case, HistoryEntry

PLAIN = (200, 302, 400, 403, 404, 409, 410, 413, 422)
MORE = [Row("plan_procurement", at="planning:full", who=may("siri"))]
TABLE = [row for row in (*ROWS, *MORE) if row.method == "get"]
STATES = sorted({row.at for row in TABLE}, key=str)
LATER = {"competition": 36, "award": 40, "contract": 55}


def standing(walker: Walker, case: Any) -> Any:
    """The case's state and the length of its history."""
    reader = "ola" if case and case.state == "draft" else "kari"
    return case and walker.see(
        lambda: (Case.objects.get(pk=case.pk).state, HistoryEntry.objects.filter(case_id=case.pk).count()), reader
    )


def is_kept(page: str, before: str, name: str, value: Any) -> bool:
    """Whether what was typed stands in the page, escaped, where the page has a field to type in."""
    typed = isinstance(value, str) and value.strip() and "\x00" not in value
    return not typed or f'name="{name}"' not in before or html.escape(value) in page


def pages(walker: Walker, state: str | None, case: Any) -> Iterator[tuple[Row, Client, str, Any]]:
    """Every page with a form at a state, opened by somebody who may."""
    for row in TABLE:
        names = [name for name, status in row.who.items() if status == 200 and name not in OUTSIDERS]
        if row.at == state and names:
            client = Client(headers={"accept-language": "nb"})
            client.force_login(walker.cast.people[names[0]])
            url = reverse(row.name, args=walker.see(partial(row.arguments, walker.cast, case)))
            shown = client.get(url)
            asks = row.name == "case_as_of"  # a form that asks, and changes nothing
            if not asks and shown.context and hasattr(shown.context.get("form"), "fields"):
                yield row, client, url, shown


@pytest.mark.parametrize("state", STATES, ids=str)
def test_hostile_values_give_a_clear_page_and_change_nothing(state: str | None, walker: Walker) -> None:
    """Each field in turn, with honest values beside it. All faults of a state are told at once."""
    case = walker.to(state) if state else None
    foreign = [walker.cast.party(name).pk for name in ("Nabodal", "Naboregionen", "Rollag")]
    before = standing(walker, case)
    faults: list[str] = []
    with on(clock.today() + timedelta(days=LATER.get(str(state).partition(":")[0], 0))):
        for row, client, url, shown in pages(walker, state, case):
            form = shown.context["form"]
            honest = honest_post(form)
            for key, field in form.fields.items():
                has_keys = hasattr(field, "choices") or isinstance(field, forms.FileField)
                name = form.add_prefix(key)
                for value in hostile_values(field, foreign):
                    with transaction.atomic():
                        response = client.post(url, {**honest, name: value})
                        said = response.content.decode(errors="replace")
                        wrong = [
                            response.status_code not in PLAIN and response.status_code,
                            SCRIPT in said and "not escaped",
                            response.status_code == 422 and standing(walker, case) != before and "changed",
                            response.status_code == 422
                            and not has_keys
                            and not is_kept(said, shown.content.decode(), name, value)
                            and "not kept",
                        ]
                        transaction.set_rollback(True)
                    faults += [f"{row.name}.{key}={str(value)[:40]!r}: {fault}" for fault in wrong if fault]
    assert faults == []


def test_honest_values_reach_the_deed(walker: Walker) -> None:
    """The values beside are taken by the deed, or the test above would try nothing but the forms."""
    case = walker.to("invitation")
    given = {}
    for row, client, url, shown in pages(walker, "invitation", case):
        with transaction.atomic():
            given[row.name] = client.post(url, honest_post(shown.context["form"])).status_code
            transaction.set_rollback(True)
    assert {name: status for name, status in given.items() if status != 302} == {}
    assert len(given) == 10
