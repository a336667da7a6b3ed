"""Who may read what is kept to fewer than the region: registered with the engine, which knows neither rule."""

from procurement.competition.rules import is_in_the_know
from suksit.cases.models import ChangeCase
from workflow import visibility
from workflow.actors import Actor


def routes(case: ChangeCase, actor: Actor) -> bool:
    """The coordinator, or who stands in: those who may close the question to the partners."""
    return actor.may("close_invitation", case.region_id)


READERS = visibility.Readers(routes=routes, in_group=is_in_the_know)
