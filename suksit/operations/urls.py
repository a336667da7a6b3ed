"""The addresses of the page for whoever keeps a region."""

from django.urls import path

from suksit.operations import views

urlpatterns = [
    path("", views.operations, name="operations"),
    path("paaminn/<int:task_id>/", views.remind_task, name="remind_task"),
    path("jobb/<int:job_id>/", views.retry_job, name="retry_job"),
    path("steg/<uuid:case_id>/", views.reopen_step, name="reopen_step"),
]
