"""Every URL × every persona, and no URL without a row."""

from collections.abc import Iterator

import pytest
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


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.name}-{row.at or 'no case'}")
def test_url_gives_each_persona_what_the_table_says(row: Row, walker: Walker) -> None:
    """All personas at one URL, each with a client of its own."""
    args = list(row.args)
    if row.at:
        case = walker.to(row.at)
        if not row.apart:
            args.insert(0, case.pk)
        if row.part:
            found = walker.see(lambda: row.part(walker.cast, case))
            args += found if isinstance(found, tuple) else [found]
    url = reverse(row.name, args=args)
    gotten, expected = {}, {}
    for persona in PERSONAS:
        client = Client(raise_request_exception=True)
        if persona != STRANGER:
            client.force_login(walker.cast.people[persona])
        response = getattr(client, row.method)(url, data=row.data)
        gotten[persona], expected[persona] = response.status_code, row.expected(persona)
    assert gotten == expected
