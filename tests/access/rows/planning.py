"""Planning: the lead buyer's purchaser alone. The law's figures are for all who see the case."""

from tests.access.row import Row, all_insiders, may

ROWS = [
    Row("choose_route", at="planning", who=may("siri")),
    Row("plan_procurement", at="planning"),
    Row("name_evaluators", at="planning", who=may("siri")),
    Row("law_rows", at="invitation", who=all_insiders()),
]
