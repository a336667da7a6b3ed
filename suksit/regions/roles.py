"""The roles, and what each may do. The only module that names roles; code elsewhere names permissions."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

MEMBER = "member"
CHIEF_EXECUTIVE = "chief_executive"
STAFF = "staff"
COORDINATOR = "coordinator"
SECRETARIAT = "secretariat"
PURCHASER = "purchaser"
SIGNATORY = "signatory"
OPERATIONS = "operations"
BODY_MEMBER = "body_member"

TALK = ("comment_case", "attach_document")
READ = ("read_cases",)


@dataclass(frozen=True)
class Role:
    """A role: what it is called, where it may be held, and the permissions it gives on the party it is held for."""

    name: str
    label: object
    held_at: str
    permissions: tuple[str, ...]


ROLES = {
    role.name: role
    for role in (
        Role(
            MEMBER,
            _("SuksIT member"),
            "municipality",
            (
                *READ,
                *TALK,
                "report_change",
                "complete_report",
                "withdraw_report",
                "join_report",
                "answer_invitation",
                "plan_rollout",
                "check_off",
                "confirm_go_live",
                "withdraw_rollout",
                "plan_harvest",
                "enter_measurement",
                "skip_measurement",
                "pass_measurement_on",
                "tell_story",
                "set_archive_number",
                "import_agreements",
            ),
        ),
        Role(
            CHIEF_EXECUTIVE,
            _("Chief executive"),
            "municipality",
            (
                *READ,
                *TALK,
                "read_desk",
                "report_change",
                "complete_report",
                "answer_invitation",
                "give_authorisation",
                "decline_authorisation",
                "send_to_council",
                "sign_contract",
                "withdraw_contract",
                "withdraw_rollout",
                "enter_measurement",
                "skip_measurement",
                "pass_measurement_on",
                "tell_story",
                "set_archive_number",
            ),
        ),
        Role(
            STAFF,
            _("Employee"),
            "municipality",
            (*READ, *TALK, "enter_measurement", "skip_measurement", "pass_measurement_on", "tell_story"),
        ),
        Role(
            COORDINATOR,
            _("SuksIT coordinator"),
            "region",
            (
                *READ,
                *TALK,
                "read_desk",
                "report_on_behalf",
                "ask_for_more",
                "assess_report",
                "accept_report",
                "reject_report",
                "handle_locally",
                "merge_report",
                "ask_partners",
                "extend_deadline",
                "close_invitation",
                "release_party",
                "answer_on_behalf",
                "close_commitment",
                "name_lead_buyer",
                "close_contracting",
                "admit_option_holder",
                "plan_benefit",
                "withdraw_rollout",
                "start_harvest",
                "close_case",
                "cancel_case",
                "reopen_case",
                "hold_case",
                "resume_case",
                "mend_case",
                "set_archive_number",
                "keep_region",
                "import_agreements",
            ),
        ),
        Role(SECRETARIAT, _("Secretariat"), "region", (*READ, *TALK, "read_desk", "cover_coordinator")),
        Role(
            PURCHASER,
            _("Purchaser"),
            "lead_buyer",
            (
                *READ,
                *TALK,
                "choose_route",
                "plan_procurement",
                "name_evaluators",
                "publish_notice",
                "invite_tenders",
                "call_off",
                "agree_renegotiation",
                "proceed_without_procurement",
                "register_tender",
                "recommend_award",
                "send_letters",
                "register_complaint",
                "settle_complaint",
                "open_contracts",
                "cancel_competition",
            ),
        ),
        Role(SIGNATORY, _("Authorised person of the lead buyer"), "lead_buyer", (*READ, *TALK, "decide_award")),
        Role(OPERATIONS, _("Operations"), "body", (*READ, *TALK, "accept_operations")),
        Role(BODY_MEMBER, _("Member of a body"), "body", (*READ, "read_desk")),
    )
}

STANDS_IN_FOR_COORDINATOR = ROLES[COORDINATOR].permissions
ALL_PERMISSIONS = frozenset(permission for role in ROLES.values() for permission in role.permissions)
