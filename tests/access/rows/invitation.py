"""The question to the partners, and the commitment. Ola and Dag answer for Rollag; Dag alone binds it."""

from tests.access.row import ANSWER, AUTHORISATION, Row, may

ROWS = [
    Row("ask_partners", at="accepted", who=may("kari")),
    Row("answer_invitation", at="invitation", part=ANSWER, who=may("kari", "ola", "dag")),
    Row("reply_to_question", at="invitation", part=ANSWER),
    Row("release_party", at="commitment", part=ANSWER, who=may("kari")),
    Row("extend_deadline", at="invitation", who=may("kari")),
    Row("close_invitation", at="invitation", who=may("kari")),
    Row("give_authorisation", at="commitment", part=AUTHORISATION, who=may("dag")),
    Row("decline_authorisation", at="commitment", part=AUTHORISATION, who=may("dag")),
    Row("send_to_council", at="commitment", part=AUTHORISATION, who=may("dag")),
    Row("name_lead_buyer", at="commitment", who=may("kari")),
    Row("close_commitment", at="commitment", who=may("kari")),
]
