"""The deeds of contract, as the pages and the inbox know them."""

from django.utils.translation import gettext_lazy

from procurement.competition.rules import can_fix_participants
from procurement.competition.telling import tell_participants, tell_purchaser_and_router
from procurement.contract import rules
from workflow.deeds import Deed, register

register(
    Deed(
        "call_off",
        gettext_lazy("Call off the agreement"),
        rules.can_call_off,
        title=gettext_lazy("Call off the existing agreement"),
        why=gettext_lazy("Those who have authorised are named in the agreement. Nothing is announced on this route."),
        told=gettext_lazy("called off an existing agreement. The contracts are open for signing"),
        minutes=10,
        tells=tell_participants,
        rank=10,
        offered=can_fix_participants,
    ),
    Deed(
        "agree_renegotiation",
        gettext_lazy("Note the new terms"),
        rules.can_agree_renegotiation,
        title=gettext_lazy("Agree on new terms"),
        why=gettext_lazy("New terms in an existing agreement are to be agreed and checked."),
        told=gettext_lazy("agreed on new terms. The contracts are open for signing"),
        minutes=20,
        tells=tell_participants,
        rank=10,
        offered=can_fix_participants,
    ),
    Deed(
        "proceed_without_procurement",
        gettext_lazy("Go straight to taking into use"),
        rules.can_proceed_without_procurement,
        title=gettext_lazy("Go on without a procurement"),
        why=gettext_lazy("Nothing is to be bought. Each municipality can begin to take the solution into use."),
        told=gettext_lazy("let the case go straight to taking into use; nothing is bought"),
        minutes=5,
        tells=tell_participants,
        rank=10,
        offered=can_fix_participants,
    ),
    Deed(
        "sign_contract",
        gettext_lazy("Sign the contract"),
        rules.can_sign_contract,
        title=gettext_lazy("Sign the contract for %(party)s"),
        why=gettext_lazy("The contracts are open. %(party)s signs its own, and can take the solution into use after."),
        told=gettext_lazy("signed its contract"),
        minutes=10,
        subject=True,
        tells=tell_purchaser_and_router,
    ),
    Deed(
        "withdraw_contract",
        gettext_lazy("Do not sign after all"),
        rules.can_withdraw_contract,
        told=gettext_lazy("does not sign after all"),
        minutes=5,
        subject=True,
        tells=tell_purchaser_and_router,
    ),
    Deed(
        "admit_option_holder",
        gettext_lazy("Let an option holder join"),
        rules.can_admit_option_holder,
        told=gettext_lazy("let an option holder sign"),
        minutes=3,
        rank=70,
        offered=rules.an_option_is_open,
    ),
    Deed(
        "close_contracting",
        gettext_lazy("Go on to taking into use"),
        rules.can_close_contracting,
        title=gettext_lazy("Close the signing"),
        why=gettext_lazy("Go on when those who are ready have signed. The others may still sign later."),
        told=gettext_lazy("closed the signing; the case goes on to taking into use"),
        minutes=3,
        tells=tell_participants,
        rank=20,
    ),
)
