"""The list of cases, the case, its history and documents, and what an open case allows."""

from uuid import UUID

from tests.access.row import (
    INSIDERS,
    OUTSIDERS,
    STRANGER,
    Row,
    all_insiders,
    everybody_signed_in,
    last_entry,
    may,
    task,
)

NO_DOCUMENT = UUID("01234567-89ab-7def-8123-456789abcdef")

ROWS = [
    Row("case_list", who=everybody_signed_in()),
    Row("case", at="invitation", who=all_insiders()),
    Row("case", at="draft", who=dict.fromkeys(INSIDERS, 404) | {"ola": 302}),
    Row("case_history", at="invitation", who=all_insiders()),
    Row("case_as_of", at="invitation", who=all_insiders()),
    Row("case_as_of", at="draft", who=dict.fromkeys(INSIDERS, 404)),
    Row("document", args=(NO_DOCUMENT,), who=dict.fromkeys((*OUTSIDERS, *INSIDERS), 404) | {STRANGER: 302}),
    Row("comment_case", at="invitation", who=all_insiders("mona")),
    Row("attach_document", at="invitation", who=all_insiders("mona")),
    Row("set_archive_number", at="invitation", who=may("kari", "ola", "ingrid", "tor", "dag", "eva", "hans")),
    Row("hold_case", at="invitation", who=may("kari")),
    Row("resume_case", at="invitation"),
    Row("cancel_case", at="invitation", who=may("kari")),
    Row("reopen_case", at="invitation"),
    Row("claim_task", at="invitation", part=task, who=may("ola", "dag")),
    Row("give_back_task", at="invitation", part=task),
    Row("pass_task_on", at="invitation", part=task, who=may("ola", "dag")),
    Row("undo_step", at="accepted", part=last_entry, who=may("kari")),
]
