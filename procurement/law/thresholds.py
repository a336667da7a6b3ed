"""Which regime a value falls under on a day: pure functions over dated rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from procurement.law.models import LegalDeadline, Threshold, ThresholdKind

LADDER = (ThresholdKind.ACT, ThresholdKind.NATIONAL, ThresholdKind.EEA)


class Regime(TextChoices):
    """How strictly a municipality's purchase of goods and services is regulated, from little to much."""

    OUTSIDE = "outside", _("outside the Act")
    PART_I = "part_i", _("the Act and part I")
    PART_II = "part_ii", _("part I and II, announced on Doffin")
    PART_III = "part_iii", _("part I and III, announced on Doffin and TED")


ABOVE = {
    ThresholdKind.ACT: Regime.PART_I,
    ThresholdKind.NATIONAL: Regime.PART_II,
    ThresholdKind.EEA: Regime.PART_III,
}
STRICTNESS = tuple(Regime)


@dataclass(frozen=True)
class Verdict:
    """What a value means on a day. `regime` is None when a threshold of the day is not known.

    `crossed` are the thresholds at or below the value, `next` the nearest above it, `left` what is left to it.
    """

    regime: Regime | None
    thresholds: tuple[Threshold, ...]
    crossed: tuple[Threshold, ...]
    next: Threshold | None
    left: Decimal | None

    @property
    def is_confirmed(self) -> bool:
        """Whether every row that the verdict rests on is confirmed."""
        return all(row.verified for row in self.thresholds)


def holds(row: Threshold | LegalDeadline, day: date) -> bool:
    """Whether a row holds on a day, both ends included."""
    return row.valid_from <= day and (row.valid_to is None or row.valid_to >= day)


def regime_of(value: Decimal, thresholds: Iterable[Threshold]) -> Regime | None:
    """The regime of a value (NOK excl. VAT) by the thresholds of one day. A value at a threshold is above it.

    None when one of the three thresholds is not known.
    """
    known = {row.kind: row.amount for row in thresholds}
    if any(kind not in known for kind in LADDER):
        return None
    reached = [kind for kind in LADDER if value >= known[kind]]
    return ABOVE[reached[-1]] if reached else Regime.OUTSIDE


def verdict_of(value: Decimal, thresholds: Iterable[Threshold]) -> Verdict:
    """What a value (NOK excl. VAT) means by the thresholds of one day."""
    rows = tuple(sorted((row for row in thresholds if row.kind in LADDER), key=lambda row: row.amount))
    above = next((row for row in rows if row.amount > value), None)
    return Verdict(
        regime=regime_of(value, rows),
        thresholds=rows,
        crossed=tuple(row for row in rows if row.amount <= value),
        next=above,
        left=above.amount - value if above else None,
    )


def on_day(day: date) -> Q:
    """The rows that hold on a day."""
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def threshold_on(kind: str, day: date) -> Threshold | None:
    """The threshold of a kind on a day; None when it is not known."""
    return Threshold.objects.filter(on_day(day), kind=kind).order_by("-valid_from").first()


def thresholds_on(day: date) -> list[Threshold]:
    """The three thresholds of a municipality's purchase on a day, the lowest first. One query."""
    rows = Threshold.objects.filter(on_day(day), kind__in=LADDER).order_by("valid_from")
    return sorted({row.kind: row for row in rows}.values(), key=lambda row: row.amount)


def deadline_on(kind: str, day: date) -> LegalDeadline | None:
    """The legal deadline of a kind on a day; None when it is not known."""
    return LegalDeadline.objects.filter(on_day(day), kind=kind).order_by("-valid_from").first()
