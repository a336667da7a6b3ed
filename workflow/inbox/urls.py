"""The front page and the signed links."""

from django.urls import path

from workflow.inbox import views

urlpatterns = [
    path("", views.my_tasks, name="my_tasks"),
    path("lenke/<str:token>/", views.by_link, name="by_link"),
]
