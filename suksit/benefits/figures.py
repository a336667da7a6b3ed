"""What was planned, what was measured, and what is not known. "Not measured" is never counted as zero."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch

from suksit.benefits.models import BenefitKind, Harvest, Measurement
from suksit.rollout.models import Rollout
from suksit.templatetags.form_of import percent

ZERO = Decimal(0)
UNKNOWN = "—"
# One man-year is 1 695 hours in the municipalities' usual benefits calculator; only for adding up freed time.
HOURS_IN_MAN_YEAR = Decimal(1695)
MAN_YEARS = ("årsverk", "man_years")


def achieved(baseline: Decimal | None, target: Decimal | None, measured: Decimal | None) -> Decimal | None:
    """How much of the way from baseline to target is gone, in per cent; nothing when it cannot be said.

    (measured − baseline) / (target − baseline), which holds for what is to fall as well as for what is to rise. More
    than 100 is better than the target; less than 0 is worse than before.
    """
    if baseline is None or target is None or measured is None or target == baseline:
        return None
    return (measured - baseline) / (target - baseline) * 100


def achieved_in_words(baseline: Decimal | None, target: Decimal | None, measured: Decimal | None) -> str:
    """The achieved share as "50 %" in the reader's language, or a dash when it cannot be said."""
    share = achieved(baseline, target, measured)
    return UNKNOWN if share is None else percent(share)


@dataclass(frozen=True)
class Share:
    """What one party's share of one benefit comes to in a year. `measured` is the newest number, or nothing."""

    kind: str
    unit: str
    baseline: Decimal | None
    target: Decimal | None
    measured: Decimal | None

    @property
    def planned(self) -> Decimal | None:
        """How much was to change: kroner, hours, or one quality. Nothing when the plan is not made."""
        if self.baseline is None or self.target is None or self.target == self.baseline:
            return None
        if self.kind == BenefitKind.QUALITY:
            return Decimal(1)
        return abs(self.target - self.baseline) * (HOURS_IN_MAN_YEAR if self.unit.lower() in MAN_YEARS else 1)

    @property
    def is_measured(self) -> bool:
        """Whether it can be said how far it has come."""
        return self.planned is not None and self.measured is not None

    @property
    def is_reached(self) -> bool:
        """Whether the whole target is reached."""
        share = achieved(self.baseline, self.target, self.measured)
        return share is not None and share >= 100

    @property
    def reached(self) -> Decimal:
        """How much of the plan is reached; never more than the plan. A quality is reached whole or not."""
        share = achieved(self.baseline, self.target, self.measured)
        if share is None or self.planned is None:
            return ZERO
        if self.kind == BenefitKind.QUALITY:
            return Decimal(int(share >= 100))
        return self.planned * min(max(share, ZERO), Decimal(100)) / 100


@dataclass(frozen=True)
class KindTotal:
    """One kind's figures for a year. The amounts are kroner, hours, or a number of benefits when it is quality.

    `planned` is always reached + missed + not_measured. `benefits` counts the shares behind; `without_plan` those with
    no baseline or target yet, which have no amount and are counted as not measured.
    """

    kind: str
    planned: Decimal = ZERO
    reached: Decimal = ZERO
    missed: Decimal = ZERO
    not_measured: Decimal = ZERO
    benefits: int = 0
    reached_count: int = 0
    missed_count: int = 0
    not_measured_count: int = 0
    without_plan: int = 0

    @property
    def label(self) -> str:
        """The kind in words."""
        return str(BenefitKind(self.kind).label)


def add_up(shares: Iterable[Share]) -> list[KindTotal]:
    """Add shares up, a row for each kind that has any: money, time, quality."""
    shares = list(shares)
    return [_total(kind, own) for kind in BenefitKind.values if (own := [row for row in shares if row.kind == kind])]


def _total(kind: str, shares: list[Share]) -> KindTotal:
    measured = [row for row in shares if row.is_measured]
    planned = sum((row.planned or ZERO for row in shares), ZERO)
    known = sum((row.planned or ZERO for row in measured), ZERO)
    reached = sum((row.reached for row in measured), ZERO)
    whole = sum(row.is_reached for row in measured)
    return KindTotal(
        kind=kind,
        planned=planned,
        reached=reached,
        missed=known - reached,
        not_measured=planned - known,
        benefits=len(shares),
        reached_count=whole,
        missed_count=len(measured) - whole,
        not_measured_count=len(shares) - len(measured),
        without_plan=sum(row.planned is None for row in shares),
    )


def newest(measurements: Iterable[Measurement], first: date, last: date) -> Measurement | None:
    """The newest round between two days (both included) that was measured."""
    known = [row for row in measurements if row.value is not None and first <= row.due <= last]
    return max(known, key=lambda row: row.due, default=None)


def belongs_to(harvest: Harvest, rounds: Iterable[Measurement], live_since: date | None, year: int) -> bool:
    """Whether a share is to be harvested in a year: from its go-live or first round on, to its last round.

    A share without rounds is still there from its go-live on: it is shown although it is never measured.
    """
    dues = [row.due for row in rounds if row.state != "withdrawn"]
    starts = [day.year for day in (live_since, min(dues, default=None)) if day]
    return bool(starts) and min(starts) <= year and (not dues or year <= max(dues).year)


def totals(region_id: int, party_id: int | None, year: int) -> list[KindTotal]:
    """Planned, reached, missed and not measured for a year, for one party, or for the whole region when it is None.

    A row for each kind that has anything, in the order money, time, quality; an empty list when nothing is planned. The
    newest round measured in the year counts; without one the share is "not measured". Three queries whatever the size.
    """
    harvests = Harvest.objects.filter(case__region_id=region_id).exclude(case__state="cancelled")
    live = Rollout.objects.filter(case__region_id=region_id, went_live_on__isnull=False)
    if party_id is not None:
        harvests, live = harvests.filter(party_id=party_id), live.filter(party_id=party_id)
    since = {(case, party): day for case, party, day in live.values_list("case_id", "party_id", "went_live_on")}
    rows = harvests.select_related("benefit").prefetch_related(Prefetch("measurements", to_attr="rounds"))
    shares = []
    for row in rows:
        if belongs_to(row, row.rounds, since.get((row.case_id, row.party_id)), year):
            number = newest(row.rounds, date(year, 1, 1), date(year, 12, 31))
            value = number.value if number else None
            shares.append(Share(row.benefit.kind, row.benefit.unit, row.baseline, row.target, value))
    return add_up(shares)
