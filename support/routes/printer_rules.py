"""The addresses of printers' rules, letters and secrets. A letter is one printer's, or that of all."""

from __future__ import annotations

from django.urls import URLPattern, path

from support.views import printer_rules as rules
from support.views import printer_rules_letters as letters
from support.views import printer_rules_secrets as secrets

OF = "of/<id:printer_id>/"
LETTER = "letters/<str:reason>/"

urlpatterns: list[URLPattern] = [
    path("", rules.printer_rules_list, name="printer-rules-list"),
    path("letters/", letters.letters, name="letters"),
    path(f"{LETTER}write/", letters.letter_write, name="letter-write"),
    path(f"{LETTER}preview/", letters.letter_preview, name="letter-preview"),
    path(f"{LETTER}back/", letters.letter_back, name="letter-back"),
    path(LETTER, letters.letter, name="letter"),
    # The longer addresses first, because an id may hold a slash.
    path(f"{OF}{LETTER}write/", letters.letter_write, name="printer-letter-write"),
    path(f"{OF}{LETTER}preview/", letters.letter_preview, name="printer-letter-preview"),
    path(f"{OF}{LETTER}back/", letters.letter_back, name="printer-letter-back"),
    path(f"{OF}{LETTER}", letters.letter, name="printer-letter"),
    path(f"{OF}letters/", letters.letters, name="printer-letters"),
    path(f"{OF}secrets/add/", secrets.secret_add, name="printer-secret-add"),
    path(f"{OF}secrets/<int:secret_id>/retire/", secrets.secret_retire, name="printer-secret-retire"),
    path(f"{OF}secrets/", secrets.secrets, name="printer-secrets"),
    path(f"{OF}change/", rules.printer_rules_change, name="printer-rules-change"),
    path(f"{OF}back/", rules.printer_rules_back, name="printer-rules-back"),
    path(OF, rules.printer_rules, name="printer-rules"),
]
