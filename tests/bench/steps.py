"""Queries and milliseconds of each deed of one case, from report to benefits, in a database of its own."""

import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import clone, ensure_template, fingerprint
from tests.personas import make_cast
from tests.walk import Walker

Figure = tuple[str, int, float]


def measure(rounds: int) -> list[Figure]:
    """(deed, queries, milliseconds) with the smallest time of some rounds, in the order of the way."""
    template = f"suksit_template_{fingerprint()}"
    ensure_template(template)
    clone("suksit_bench", template)
    cast = make_cast()
    best: dict[str, Figure] = {}
    for number in range(rounds):
        for name, queries, milliseconds in walk(cast, f"Sak {number}"):
            if name not in best or milliseconds < best[name][2]:
                best[name] = (name, queries, milliseconds)
    return list(best.values())


def walk(cast: Any, title: str) -> list[Figure]:
    """One case all the way, each deed counted and timed."""
    found: list[Figure] = []
    plain: Callable[..., Any] = cast.do

    def timed(name: str, deed: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        began = time.perf_counter()
        with CaptureQueriesContext(connection) as queries:
            result = plain(name, deed, *args, **kwargs)
        found.append((deed.__name__, len(queries), (time.perf_counter() - began) * 1000))
        return result

    cast.do = timed
    try:
        Walker(cast).to("benefits", title=title)
    finally:
        cast.do = plain
    return found
