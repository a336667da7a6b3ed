"""The contracts' pages: each chief executive for the own municipality, the purchaser, the coordinator."""

from tests.access.row import CONTRACT, Row, may

ROWS = [
    Row("call_off", at="planning:call_off", who=may("siri")),
    Row("agree_renegotiation", at="planning:renegotiation", who=may("siri")),
    Row("proceed_without_procurement", at="planning:none", who=may("siri")),
    Row("sign_contract", at="contract", part=CONTRACT, who=may("dag")),
    Row("withdraw_contract", at="contract", part=CONTRACT, who=may("dag")),
    Row("admit_option_holder", at="contract", who=may("kari")),
    Row("close_contracting", at="contract:signed", who=may("kari")),
]
