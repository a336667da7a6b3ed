"""Putting news into the queue: the rows of what people are told, and the jobs that send them, in one statement."""

import json
from collections.abc import Iterable

from django.db import connection

from workflow import jobs
from workflow.models import Notification

POST = """
    WITH told AS (
        INSERT INTO workflow_notification
            (case_id, recipient_id, kind, fact, assignment_id, context, state, created_at, failure)
        SELECT case_id, recipient_id, kind, fact, assignment_id, context, 'waiting', created_at, ''
        FROM jsonb_to_recordset(%(rows)s) AS news (
            case_id uuid, recipient_id bigint, kind text, fact text, assignment_id bigint, context jsonb,
            created_at timestamptz
        )
        ON CONFLICT DO NOTHING
        RETURNING id
    ), queued AS (
        SELECT procrastinate_defer_jobs_v1(array_agg(ROW(
            %(queue)s, %(task)s, 0, NULL, NULL, jsonb_build_object('notification_id', id), NULL
        )::procrastinate_job_to_defer_v1)) FROM told HAVING count(*) > 0
    )
    SELECT (SELECT count(*) FROM told), (SELECT count(*) FROM queued)
"""


def post(news: Iterable[Notification]) -> int:
    """Write down what people are told, and queue its sending for after the commit. Returns how much was new.

    A person is told the same fact once, however often it is posted. A deed that is rolled back tells nobody.
    """
    rows = [
        {
            "case_id": str(row.case_id),
            "recipient_id": row.recipient_id,
            "kind": row.kind,
            "fact": row.fact,
            "assignment_id": row.assignment_id,
            "context": row.context,
            "created_at": row.created_at.isoformat(),
        }
        for row in news
    ]
    if not rows:
        return 0
    task = jobs.send_notification
    with connection.cursor() as cursor:
        cursor.execute(POST, {"rows": json.dumps(rows), "queue": task.queue, "task": task.name})
        return cursor.fetchone()[0]
