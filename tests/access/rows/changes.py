"""The report and its assessment."""

from tests.access.row import STRANGER, Row, may

REPORTERS = may("kari", "ola", "ingrid", "tor", "dag", "eva", "hans", "per", "nina")
OWN_DRAFT = {"everyone": 404, "who": {STRANGER: 302, "ola": 200}}

ROWS = [
    Row("report_new", who=REPORTERS),
    Row("report_alike", who=REPORTERS),
    # a draft stays with its reporter
    Row("report_edit", at="draft", args=(1,), **OWN_DRAFT),
    Row("report_edit", at="draft", args=(2,), **OWN_DRAFT),
    Row("report_change", at="draft", **OWN_DRAFT),
    Row("discard_draft", at="draft", **OWN_DRAFT),
    # the municipality's deeds
    Row("complete_report", at="reported", who=may("kari", "ola", "dag")),
    Row("withdraw_report", at="reported", who=may("ola")),
    Row("join_report", at="reported", who=may("ingrid", "tor")),
    # the coordinator's
    *(
        Row(name, at="assessment", who=may("kari"))
        for name in (
            "ask_for_more",
            "assess_report",
            "accept_report",
            "reject_report",
            "handle_locally",
            "merge_report",
        )
    ),
]
