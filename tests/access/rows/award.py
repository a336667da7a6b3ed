"""The award's pages: the group recommends, the lead buyer's own decides, the purchaser does the rest."""

from tests.access.row import Row, may

ROWS = [
    Row("recommend_award", at="competition:opened", who=may("siri")),
    Row("decide_award", at="award", who=may("jon")),
    Row("send_letters", at="award:decided", who=may("siri")),
    Row("register_complaint", at="award:decided,sent", who=may("siri")),
    Row("settle_complaint", at="award:decided,sent,complained", who=may("siri")),
    Row("open_contracts", at="award:decided,sent", who=may("siri")),
]
