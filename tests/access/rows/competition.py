"""The competition's pages: the lead buyer's purchaser, and the evaluation group."""

from tests.access.row import Row, may

ROWS = [
    Row("publish_notice", at="planning:full", who=may("siri")),
    Row("invite_tenders", at="planning:simplified", who=may("siri")),
    Row("register_tender", at="competition", who=may("siri")),
    Row("declare_impartiality", at="competition:opened", who=may("siri")),
    Row("cancel_competition", at="competition", who=may("siri")),
]
