"""The front page and the signed links."""

from django.urls import path

from workflow.inbox import claim_views, undo_views, views

TASK = "sak/<uuid:case_id>/oppgave/<int:task_id>"

urlpatterns = [
    path("", views.my_tasks, name="my_tasks"),
    path(f"{TASK}/ta/", claim_views.claim_task, name="claim_task"),
    path(f"{TASK}/gi-tilbake/", claim_views.give_back_task, name="give_back_task"),
    path(f"{TASK}/gi-videre/", claim_views.pass_task_on, name="pass_task_on"),
    path("sak/<uuid:case_id>/angre/<int:entry_id>/", undo_views.undo_step, name="undo_step"),
    path("lenke/<str:token>/", views.by_link, name="by_link"),
]
