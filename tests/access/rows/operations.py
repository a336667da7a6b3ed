"""The page for whoever keeps the region, and what it offers to do."""

from uuid import UUID

from tests.access.row import STRANGER, Row, may

NO_CASE = UUID("01234567-89ab-7def-8123-456789abcdef")

ROWS = [
    Row("operations", who=may("kari", "per")),
    Row("remind_task", everyone=405, args=(1,), who={STRANGER: 302}),
    Row("retry_job", everyone=405, args=(1,), who={STRANGER: 302}),
    Row("reopen_step", everyone=405, args=(NO_CASE,), who={STRANGER: 302}),
]
