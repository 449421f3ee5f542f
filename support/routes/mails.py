"""The addresses of mails."""

from __future__ import annotations

from django.urls import URLPattern, path

from support.views import mails, mails_letter

urlpatterns: list[URLPattern] = [
    path("", mails.mails, name="mails"),
    path("<str:mail_id>/", mails.mail, name="mail"),
    path("<str:mail_id>/was-sent/", mails.mail_was_sent, name="mail-was-sent"),
    path("<str:mail_id>/once-more/", mails.mail_once_more, name="mail-once-more"),
    path("escalations/<str:escalation_id>/", mails_letter.escalation_mails, name="escalation-mails"),
    path("escalations/<str:escalation_id>/letter/", mails_letter.escalation_letter, name="escalation-letter"),
]
