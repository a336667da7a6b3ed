"""The floor: what a committed human step costs when a program does nothing but write it down, in raw SQL.

`BENCH_FLOOR=insert` leaves one INSERT per step; else a step locks its case, moves it, closes one task, and notes the
deed: SELECT FOR UPDATE, two UPDATEs, one INSERT. Nobody is asked for rights, nothing is chained, nobody is told.
"""

import json
import os
from collections.abc import Iterator

import psycopg
from protocol import Engine, Step

TABLES = """
    CREATE TABLE floor_case (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, state text NOT NULL);
    CREATE TABLE floor_task (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, case_id bigint REFERENCES floor_case, state text NOT NULL
    );
    CREATE TABLE floor_history (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, case_id bigint REFERENCES floor_case, deed text NOT NULL,
        at timestamptz NOT NULL DEFAULT now()
    );
"""
connection = psycopg.connect(autocommit=True, **json.loads(os.environ["BENCH_DATABASE"]))
asked = 0


def execute(statement: str, *values: object) -> psycopg.Cursor:
    """Ask the database, and count it."""
    global asked
    asked += 1
    return connection.execute(statement, values, prepare=True)


def full(parties: int) -> Iterator[Step]:
    """A case whose steps each lock, move, close and note."""
    case = connection.execute("INSERT INTO floor_case (state) VALUES ('draft') RETURNING id").fetchone()[0]
    tasks = connection.execute(
        "INSERT INTO floor_task (case_id, state) SELECT %s, 'open' FROM generate_series(1, %s) RETURNING id",
        [case, parties + 5],
    ).fetchall()
    for (task,) in tasks:
        yield "step", lambda task=task: step(case, task)


def step(case: int, task: int) -> None:
    """One human step in one transaction."""
    with connection.transaction():
        execute("SELECT state FROM floor_case WHERE id = %s FOR UPDATE", case)
        execute("UPDATE floor_case SET state = 'next' WHERE id = %s", case)
        execute("UPDATE floor_task SET state = 'done' WHERE id = %s", task)
        execute("INSERT INTO floor_history (case_id, deed) VALUES (%s, 'step')", case)


def insert(parties: int) -> Iterator[Step]:
    """A case whose steps are one INSERT each."""
    case = connection.execute("INSERT INTO floor_case (state) VALUES ('draft') RETURNING id").fetchone()[0]
    for _step in range(parties + 5):
        yield "step", lambda: execute("INSERT INTO floor_history (case_id, deed) VALUES (%s, 'step')", case)


if __name__ == "__main__":
    connection.execute(TABLES)
    Engine(
        insert if os.environ.get("BENCH_FLOOR") == "insert" else full,
        lambda: asked,
        lambda: connection.info.backend_pid,
    ).serve()
