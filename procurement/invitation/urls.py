"""The addresses of the question and of the commitment."""

from django.urls import path

from procurement.invitation import commitment_views, views

urlpatterns = [
    path("spor/", views.ask_partners, name="ask_partners"),
    path("svar/<int:subject>/", views.answer_invitation, name="answer_invitation"),
    path("svar/<int:subject>/gi-svar/", views.reply_to_question, name="reply_to_question"),
    path("svar/<int:subject>/slipp/", views.release_party, name="release_party"),
    path("utsett/", views.extend_deadline, name="extend_deadline"),
    path("lukk-sporsmalet/", views.close_invitation, name="close_invitation"),
    path("fullmakt/<int:subject>/", commitment_views.give_authorisation, name="give_authorisation"),
    path("fullmakt/<int:subject>/nei/", commitment_views.decline_authorisation, name="decline_authorisation"),
    path("fullmakt/<int:subject>/politisk/", commitment_views.send_to_council, name="send_to_council"),
    path("leder/", commitment_views.name_lead_buyer, name="name_lead_buyer"),
    path("videre-til-planlegging/", commitment_views.close_commitment, name="close_commitment"),
]
