"""Start, triage, ask, four replies that are drawn one by one, decide, end: joeflow cannot ask as many as there are."""

from django.views import generic
from joeflow.models import Workflow
from joeflow.tasks import Join
from joeflow.views import TaskViewMixin

PARTIES = ("reply_1", "reply_2", "reply_3", "reply_4")


class Human(TaskViewMixin, generic.View):
    """A step of a person."""


class Errand(Workflow):
    """The same process."""

    start = Human()
    triage = Human()
    ask = Human()
    reply_1 = Human()
    reply_2 = Human()
    reply_3 = Human()
    reply_4 = Human()
    join = Join(*PARTIES)
    decide = Human()
    close = Human()

    edges = [
        (start, triage),
        (triage, ask),
        (ask, reply_1),
        (ask, reply_2),
        (ask, reply_3),
        (ask, reply_4),
        (reply_1, join),
        (reply_2, join),
        (reply_3, join),
        (reply_4, join),
        (join, decide),
        (decide, close),
    ]

    class Meta:
        app_label = "joeflow_errand"
