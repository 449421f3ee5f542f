"""Countries and languages by name, the code where we have no name for it."""

from __future__ import annotations

from typing import Final

from django import template
from django.utils.translation import get_language_info

register = template.Library()

COUNTRIES: Final = dict(
    pair.split(":")
    for pair in [
        "AE:United Arab Emirates",
        "AR:Argentina",
        "AT:Austria",
        "AU:Australia",
        "BE:Belgium",
        "BG:Bulgaria",
        "BR:Brazil",
        "CA:Canada",
        "CH:Switzerland",
        "CL:Chile",
        "CN:China",
        "CO:Colombia",
        "CY:Cyprus",
        "CZ:Czechia",
        "DE:Germany",
        "DK:Denmark",
        "EE:Estonia",
        "EG:Egypt",
        "ES:Spain",
        "FI:Finland",
        "FR:France",
        "GB:United Kingdom",
        "GR:Greece",
        "HK:Hong Kong",
        "HR:Croatia",
        "HU:Hungary",
        "ID:Indonesia",
        "IE:Ireland",
        "IL:Israel",
        "IN:India",
        "IS:Iceland",
        "IT:Italy",
        "JP:Japan",
        "KE:Kenya",
        "KR:South Korea",
        "LT:Lithuania",
        "LU:Luxembourg",
        "LV:Latvia",
        "MA:Morocco",
        "MT:Malta",
        "MX:Mexico",
        "MY:Malaysia",
        "NG:Nigeria",
        "NL:Netherlands",
        "NO:Norway",
        "NZ:New Zealand",
        "PE:Peru",
        "PH:Philippines",
        "PK:Pakistan",
        "PL:Poland",
        "PT:Portugal",
        "QA:Qatar",
        "RO:Romania",
        "RS:Serbia",
        "RU:Russia",
        "SA:Saudi Arabia",
        "SE:Sweden",
        "SG:Singapore",
        "SI:Slovenia",
        "SK:Slovakia",
        "TH:Thailand",
        "TN:Tunisia",
        "TR:Türkiye",
        "TW:Taiwan",
        "UA:Ukraine",
        "US:United States",
        "UY:Uruguay",
        "VN:Vietnam",
        "ZA:South Africa",
    ]
)


@register.filter
def country(code: str) -> str:
    """``DE`` to ``Germany``."""
    return COUNTRIES.get(code.upper(), code)


@register.filter
def language(tag: str) -> str:
    """``pt-BR`` to ``Brazilian Portuguese``, ``de-AT`` to ``German``."""
    for code in (tag.lower(), tag.lower().partition("-")[0]):
        try:
            return str(get_language_info(code)["name"])
        except KeyError:
            continue
    return tag
