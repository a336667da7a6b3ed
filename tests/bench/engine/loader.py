"""A database as it is after years: 356 municipalities in 40 regions, and as many cases as wanted, kept between runs.

One case in twenty is under way; the others are over. All are copies of cases that were walked through the product's
own deeds, with their whole history, inbox, answers, contracts and measurements; see `templates` and `copying`.
"""

import sys
import time

import psycopg
from django.db import connections

from tests.bench.engine import databases, people, templates
from tests.bench.engine.copying import Copying
from tests.conftest import fingerprint, use
from tests.personas import make_cast
from workflow import database

LIVE_SHARE = 0.05
BATCH = 1000  # copies of a set in one go
COPIES = """
    INSERT INTO bench_copy
    SELECT k, k % %(variants)s, p.new, make_interval(days => k %% %(days)s, secs => k % 86400)
    FROM generate_series(%(first)s::integer, %(last)s::integer) AS k
    JOIN bench_party p ON p.variant = k % %(variants)s AND p.old = %(region)s
""".replace("k % ", "k %% ")


def loaded(cases: int) -> str:
    """The name of a database with so many cases, made when it is not there or was made of other tables."""
    full = databases.named(f"loaded_{cases}")
    if not (databases.exists(full) and _made_of(full) == fingerprint()):
        _make(full, cases)
    return full


def _made_of(full: str) -> str:
    with _owner(full) as owner:
        (said,) = owner.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    return said or ""


def _owner(full: str) -> psycopg.Connection:
    return psycopg.connect(autocommit=True, **{key: value for key, value in databases.address(full).items() if value})


def _make(full: str, cases: int) -> None:
    began = time.perf_counter()
    databases.fresh(full.removeprefix(f"{databases.PREFIX}_"), ours=True)
    use(full)
    cast, made = make_cast(), people.make()
    with _owner(full) as owner:
        copying = Copying(owner)
        start = copying.mark()
        ended = templates.ended(cast)
        between = copying.mark()
        live = templates.live(cast)
        last = copying.mark()
        lives = max(1, round(cases * LIVE_SHARE / live))
        overs = max(1, round((cases - lives * live) / ended))
        _say(began, f"{sum(len(one.municipalities) for one in made)} municipalities, {ended} + {live} cases walked")
        with copying:
            _lay_out(copying, cast, made, overs, lives)
            for before, after, first, count in ((start, between, 1, overs), (between, last, overs + 1, lives)):
                copying.before, copying.after = before, after
                for batch in range(first, first + count, BATCH):
                    copying.run(batch, min(BATCH, first + count - batch))
                    _say(began, f"copies to {batch + BATCH - 1} of {overs + lives}")
            copying.number_on()
        _say(began, "foreign keys checked")
        owner.execute("VACUUM ANALYZE")
        owner.execute(f"COMMENT ON DATABASE {full} IS '{fingerprint()}'")
        counts = owner.execute(
            "SELECT (SELECT count(*) FROM workflow_case), (SELECT count(*) FROM workflow_historyentry), "
            "pg_database_size(current_database()) / 1000000"
        ).fetchone()
    for alias in (database.OWNER, "default"):
        connections[alias].close()
    _say(began, "{} cases, {} history entries, {} MB".format(*counts))


def _lay_out(copying: Copying, cast: object, made: list[people.Made], overs: int, lives: int) -> None:
    """Say where each copy goes."""
    ways = people.variants(made)
    owner = copying.owner
    for table, place in (("bench_party", 0), ("bench_person", 1)):
        with owner.cursor().copy(f"COPY {table} FROM STDIN") as rows:
            for variant, (number, first) in enumerate(ways):
                for old, new in people.laid_out(cast, made[number], first)[place].items():
                    rows.write_row((variant, old, new))
    for first, count, days in ((1, overs, 1800), (overs + 1, lives, 40)):
        owner.execute(
            COPIES,
            {
                "variants": len(ways),
                "days": days,
                "first": first,
                "last": first + count - 1,
                "region": cast.party("Kongsbergregionen").pk,
            },
        )


def _say(began: float, what: str) -> None:
    sys.stdout.write(f"  {time.perf_counter() - began:5.0f} s  {what}\n")
    sys.stdout.flush()
