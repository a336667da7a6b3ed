"""What Kari fills in when she plans a benefit, and how queries are counted."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.walk import BENEFIT, Walker

Browse = Callable[[str], Client]


D = Decimal


def described(walker: Walker, **changes: Any) -> dict[str, Any]:
    """What Kari fills in."""
    parties = [walker.cast.party(name).pk for name in ("Kongsberg", "Rollag")]
    return {**BENEFIT, "title": "Færre klager", "parties": parties, **changes}


def queries_of(client: Client, url: str) -> int:
    """How many queries a page takes."""
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)
