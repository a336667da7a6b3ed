"""What the tests of the desk need."""

from decimal import Decimal
from types import SimpleNamespace


def kind(name: str, planned: int, reached: int, missed: int) -> SimpleNamespace:
    """A row of figures."""
    return SimpleNamespace(
        kind=name,
        planned=Decimal(planned),
        reached=Decimal(reached),
        missed=Decimal(missed),
        not_measured=Decimal(planned - reached - missed),
        benefits=3,
    )
