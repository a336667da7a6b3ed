"""Every URL × every persona, and no URL without a row."""

from collections.abc import Iterator
from functools import partial

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access.table import PERSONAS, ROWS, STRANGER, Row
from tests.walk import Walker


def names(resolver: URLResolver) -> Iterator[str]:
    """The name of every URL."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield entry.name or str(entry.pattern)
        else:
            yield from names(entry)


def test_every_url_has_a_row() -> None:
    """A URL without a row fails here."""
    assert sorted(set(names(get_resolver()))) == sorted({row.name for row in ROWS})


@pytest.mark.parametrize("state", sorted({row.at for row in ROWS}, key=str), ids=str)
def test_url_gives_each_persona_what_the_table_says(state: str | None, walker: Walker) -> None:
    """One case at each state; every URL there, for all personas, each with a client of the own."""
    case = walker.to(state) if state else None
    clients = {persona: Client(raise_request_exception=True) for persona in PERSONAS}
    for persona, client in clients.items():
        if persona != STRANGER:
            client.force_login(walker.cast.people[persona])
    for row in ROWS:
        if row.at == state:
            given = check(row, reverse(row.name, args=walker.see(partial(row.arguments, walker.cast, case))), clients)
            assert (row.name, given) == (row.name, {persona: row.expected(persona) for persona in PERSONAS})


def check(row: Row, url: str, clients: dict[str, Client]) -> dict[str, int]:
    """What each persona gets. Whatever a row does is taken back before the next one."""
    with transaction.atomic():
        given = {name: getattr(client, row.method)(url, data=row.data).status_code for name, client in clients.items()}
        transaction.set_rollback(True)
    return given
