"""Multiplying a set of cases with everything that hangs on them, in SQL, by the owner.

Copy k of a row has the number `old + k * STRIDE` in every table, so that a copy's rows point at each other as the
originals do; a case gets a new identifier, a party and a person become those who have the same place in another region.
Triggers are off while it runs, foreign keys are taken away and put back, which checks them all at once. The history's
hashes are computed by the database's own function, entry by entry, so that the chains of the copies hold.
"""

import psycopg
from psycopg import sql

STRIDE = 10_000
HISTORY = "workflow_historyentry"
LEFT_OUT = ("suksit_agreement",)  # a register by name, in which a copy would be the same agreement again
HASH = "encode(sha256(convert_to(workflow_history_payload(e.entry), 'UTF8')), 'hex')"
PARTIES = ("workflow_party", "suksit_region", "suksit_municipality", "suksit_body")
CLOSURE = """
    WITH RECURSIVE hangs (oid) AS (
        SELECT unnest(ARRAY['workflow_case', 'viewflow_process']::regclass[])::oid
        UNION
        SELECT c.conrelid FROM pg_constraint c JOIN hangs ON c.confrelid = hangs.oid WHERE c.contype = 'f'
    )
    SELECT oid::regclass::text FROM hangs
"""
COLUMNS = """
    SELECT a.attname, format_type(a.atttypid, NULL), (
        SELECT c.confrelid::regclass::text FROM pg_constraint c
        WHERE c.conrelid = a.attrelid AND c.contype = 'f' AND c.conkey = ARRAY[a.attnum] LIMIT 1
    ), a.attnum = ANY (SELECT unnest(conkey) FROM pg_constraint WHERE conrelid = a.attrelid AND contype = 'p')
    FROM pg_attribute a
    WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    ORDER BY a.attnum
"""
KEYS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype = 'f' AND conrelid::regclass::text = ANY (%s)
"""
SETUP = """
    CREATE TABLE bench_copy (k integer PRIMARY KEY, variant integer, region_id bigint, shift interval NOT NULL);
    CREATE TABLE bench_party (variant integer, old bigint, new bigint, PRIMARY KEY (variant, old));
    CREATE TABLE bench_person (variant integer, old bigint, new bigint, PRIMARY KEY (variant, old));
    CREATE TABLE bench_number (k integer, old uuid, number text, PRIMARY KEY (k, old));
    CREATE FUNCTION bench_uuid(old uuid, k integer) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
        SELECT (lpad(to_hex(1790000000000 + k * 1000::bigint), 12, '0') || '7' || substr(md5(old::text || k), 1, 3)
            || '8' || substr(md5(old::text || k), 4, 15))::uuid
    $$;
"""
TEARDOWN = """
    DROP TABLE bench_copy, bench_party, bench_person, bench_number, bench_entry;
    DROP FUNCTION bench_uuid(uuid, integer);
"""


class Copying:
    """The copying of one set of template rows; `copies` says how often, and where to."""

    def __init__(self, owner: psycopg.Connection) -> None:
        self.owner = owner
        self.tables = sorted(name for (name,) in owner.execute(CLOSURE).fetchall())
        self.keys = owner.execute(KEYS, [self.tables]).fetchall()
        self.known = {table: owner.execute(COLUMNS, [table]).fetchall() for table in self.tables}

    def __enter__(self) -> "Copying":
        self.owner.execute(SETUP)
        for table in self.tables:
            self.owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for table, name, _ in self.keys:
            self.owner.execute(sql.SQL(f"ALTER TABLE {table} DROP CONSTRAINT {{}}").format(sql.Identifier(name)))
        return self

    def __exit__(self, *error: object) -> None:
        if error[0] is not None:
            return
        for table, name, definition in self.keys:
            self.owner.execute(
                sql.SQL(f"ALTER TABLE {table} ADD CONSTRAINT {{}} {definition}").format(sql.Identifier(name))
            )
        for table in self.tables:
            self.owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        self.owner.execute(TEARDOWN)

    def mark(self) -> dict[str, int]:
        """The highest number in each table that is numbered: what comes later belongs to the next set."""
        return {table: self._highest(table) for table in self.tables if self._is_numbered(table)}

    def _is_numbered(self, table: str) -> bool:
        return any(row[0] == "id" and row[1] in ("bigint", "integer") for row in self.columns(table))

    def _highest(self, table: str) -> int:
        return self.owner.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0]

    def columns(self, table: str) -> list[tuple[str, str, str | None, bool]]:
        """(name, type, the table it refers to, whether it is the key) of each column, in order.

        Read before the foreign keys are taken away, for they tell what refers to what.
        """
        return self.known[table]

    def take(self, before: dict[str, int]) -> None:
        """From now on multiply the rows that came after a mark."""
        self.before, self.after = before, self.mark()

    def run(self, first: int, count: int) -> None:
        """Make the copies numbered from `first` on; `bench_copy` says where to each goes."""
        self.owner.execute(
            f"""
            INSERT INTO bench_number
            SELECT k, o.id, (2026 - k % 6)::text || '-' || ({first * 20} + row_number() OVER (
                PARTITION BY b.region_id, k % 6 ORDER BY k, o.id
            ))::text
            FROM bench_copy b CROSS JOIN workflow_case o
            WHERE {_within("b.k", first, count)} AND {self.is_template("workflow_case")}
            """
        )
        for table in self.tables:
            if table not in (HISTORY, *LEFT_OUT):
                names, values, joins = self.mapped(table)
                self.owner.execute(
                    f"INSERT INTO {table} ({names}) SELECT {values} FROM bench_copy b CROSS JOIN {table} o {joins} "
                    f"WHERE {_within('b.k', first, count)} AND {self.is_template(table)}"
                )
        self.history(first, count)

    def is_template(self, table: str) -> str:
        """Which rows of a table are the originals of the set."""
        processes = f"process_id > {self.before['viewflow_process']} AND process_id <= {self.after['viewflow_process']}"
        if table == "workflow_case":
            return f"o.{processes.replace('AND process_id', 'AND o.process_id')}"
        if any(row[0] == "case_id" for row in self.columns(table)):
            return f"o.case_id IN (SELECT id FROM workflow_case WHERE {processes})"
        return f"o.id > {self.before[table]} AND o.id <= {self.after[table]}"

    def mapped(self, table: str) -> tuple[str, str, str]:
        """(columns, their values in a copy, the joins that the values need)."""
        names, values, joins = [], [], []
        for place, (name, kind, refers, is_key) in enumerate(self.columns(table)):
            names.append(name)
            old = f"o.{name}"
            if refers in PARTIES or refers == "accounts_user":
                by = "bench_party" if refers in PARTIES else "bench_person"
                joins.append(f"LEFT JOIN {by} j{place} ON j{place}.variant = b.variant AND j{place}.old = {old}")
                values.append(f"coalesce(j{place}.new, {old})")
            elif kind == "uuid":
                values.append(f"bench_uuid({old}, b.k)")
            elif kind in ("bigint", "integer") and (refers in self.tables or is_key or name == "subject"):
                values.append(f"{old} + b.k * {STRIDE}::bigint")
            elif table == "workflow_case" and name == "number":
                joins.append("LEFT JOIN bench_number n ON n.k = b.k AND n.old = o.id")
                values.append("coalesce(n.number, '')")
            elif table == "workflow_case" and name == "title":
                values.append("o.title || ' ' || b.k")
            elif kind == "timestamp with time zone":
                values.append(f"{old} - b.shift")
            else:
                values.append(old)
        return ", ".join(names), ", ".join(values), " ".join(joins)

    def history(self, first: int, count: int) -> None:
        """The entries, from the first of every case to the last, each with the hash of the one before."""
        (longest,) = self.owner.execute(
            f"SELECT max(sequence) FROM {HISTORY} o WHERE {self.is_template(HISTORY)}"
        ).fetchone()
        names, values, joins = self.mapped(HISTORY)
        values = values.replace("o.previous_hash", "coalesce(p.hash, '')").replace("o.hash", "''")
        taken = ", ".join(HASH if name == "hash" else f"(e.entry).{name}" for name in names.split(", "))
        self.owner.execute(
            f"""
            DROP TABLE IF EXISTS bench_entry;
            CREATE TABLE bench_entry AS SELECT o.*, q.id AS before
            FROM {HISTORY} o LEFT JOIN {HISTORY} q ON q.case_id = o.case_id AND q.sequence = o.sequence - 1
            WHERE {self.is_template(HISTORY)};
            ANALYZE bench_entry;
            """
        )
        with self.owner.transaction():
            self.owner.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off")  # each by its key
            for sequence in range(1, longest + 1):
                self.owner.execute(
                    f"""
                    INSERT INTO {HISTORY} ({names})
                    SELECT {taken}
                    FROM (
                        SELECT ROW({values})::{HISTORY} AS entry
                        FROM bench_entry o CROSS JOIN bench_copy b {joins}
                        LEFT JOIN {HISTORY} p ON p.id = o.before + b.k * {STRIDE}::bigint
                        WHERE {_within("b.k", first, count)} AND o.sequence = {sequence}
                        OFFSET 0
                    ) AS e
                    """
                )

    def number_on(self) -> None:
        """Let the tables' own numbers go on after the copies."""
        for table in self.tables:
            if self._is_numbered(table):
                self.owner.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {self._highest(table) + STRIDE})"
                )


def _within(key: str, first: int, count: int) -> str:
    return f"{key} >= {first} AND {key} < {first + count}"
