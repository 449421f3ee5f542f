"""The customers of the forty orders: made up, from many countries, in many scripts."""

from __future__ import annotations

from datetime import datetime, timedelta

from demo.person import Person, user


def _person(user_id: str, name: str, email: str, locale: str, country: str, *rest: str) -> Person:
    phone, line1, city, postcode, region = (*rest, "", "", "", "", "")[:5]
    return Person(
        user_id=user_id,
        name=name,
        email=email,
        locale=locale,
        country=country,
        phone=phone,
        line1=line1,
        city=city,
        postcode=postcode,
        region=region,
    )


INES = _person(
    "u-ines",
    "Ines Baumgärtner",
    "ines.b@example.com",
    "de-DE",
    "DE",
    "+4922855501180",
    "Am Hofgarten 7",
    "Bonn",
    "53113",
)
LUKAS = _person(
    "u-lukas", "Lukas Weißenböck", "lukas@example.at", "de-AT", "AT", "+4315550120", "Neubaugasse 12", "Wien", "1070"
)
CAMILLE = _person(
    "u-camille",
    "Camille d’Aubigné-Lefèvre",
    "camille.dal@example.fr",
    "fr-FR",
    "FR",
    "+33155501234",
    "3 rue des Martyrs",
    "Lyon",
    "69001",
)
NUR = _person(
    "u-nur",
    "نور الهدى بنت عبد الرحمن",
    "nur@example.ae",
    "ar-AE",
    "AE",
    "+97145550199",
    "شارع الشيخ زايد 14",
    "دبي",
    "",
)
TAMAR = _person(
    "u-tamar",
    "תמר בן־דוד",
    "tamar@example.co.il",
    "he-IL",
    "IL",
    "+97235550143",
    "רחוב דיזנגוף 99",
    "תל אביב",
    "6433112",
)
YUI = _person(
    "u-yui",
    "佐藤 結衣",
    "yui.sato@example.jp",
    "ja-JP",
    "JP",
    "+81355501122",
    "神南1丁目2-3",
    "渋谷区",
    "150-0041",
    "東京都",
)
WEI = _person(
    "u-wei", "欧阳伟", "ouyang.wei@example.cn", "zh-CN", "CN", "+861055501188", "建国路 88 号", "北京", "100022"
)
MINJI = _person("u-minji", "김민지", "minji@example.kr", "ko-KR", "KR", "+82255501234", "테헤란로 45", "서울", "06141")
ANANYA = _person(
    "u-ananya", "अनन्या शर्मा", "ananya@example.in", "hi-IN", "IN", "+911155501199", "12 Lodhi Road", "नई दिल्ली", "110003"
)
SOMCHAI = _person(
    "u-somchai", "สมชาย ใจดี", "somchai@example.th", "th-TH", "TH", "+6625550177", "ถนนสุขุมวิท 21", "กรุงเทพฯ", "10110"
)
OLENA = _person(
    "u-olena",
    "Олена Ковальчук",
    "olena@example.ua",
    "uk-UA",
    "UA",
    "+380445550101",
    "вул. Хрещатик 22",
    "Київ",
    "01001",
)
ELENI = _person(
    "u-eleni", "Ελένη Παπαδοπούλου", "eleni@example.gr", "el-GR", "GR", "+302105550110", "Ερμού 5", "Αθήνα", "10563"
)
LUCIA = _person(
    "u-lucia",
    "Lucía Fernández-Ochoa y Ruiz de Alarcón",
    "lucia.fo@example.es",
    "es-ES",
    "ES",
    "+34915550145",
    "Calle Mayor 4",
    "Madrid",
    "28013",
)
JOSE = _person(
    "u-jose",
    "José Ángel Ñáñez",
    "jose@example.mx",
    "es-MX",
    "MX",
    "+525555501234",
    "Av. Insurgentes 300",
    "Ciudad de México",
    "06700",
    "CDMX",
)
BEATRIZ = _person(
    "u-beatriz",
    "Beatriz Gonçalves",
    "bia@example.com.br",
    "pt-BR",
    "BR",
    "+551155501234",
    "Rua Augusta 900",
    "São Paulo",
    "01305-100",
    "SP",
)
RUI = _person(
    "u-rui", "Rui Magalhães", "rui@example.pt", "pt-PT", "PT", "+351215550100", "Rua do Século 41", "Lisboa", "1200-433"
)
CHIARA = _person(
    "u-chiara",
    "Chiara De’ Rossi",
    "chiara@example.it",
    "it-IT",
    "IT",
    "+390655501199",
    "Via Margutta 51",
    "Roma",
    "00187",
)
PIETER = _person(
    "u-pieter",
    "Pieter van ’t Hooft",
    "pieter@example.nl",
    "nl-NL",
    "NL",
    "+31205550123",
    "Prinsengracht 263",
    "Amsterdam",
    "1016 GV",
)
AOIFE = _person(
    "u-aoife",
    "Aoife Ní Bhriain",
    "aoife@example.ie",
    "en-IE",
    "IE",
    "+35315550134",
    "12 Capel Street",
    "Dublin",
    "D01 XY45",
)
OLIVER = _person(
    "u-oliver",
    "Oliver Okonkwo-Hughes",
    "oliver@example.co.uk",
    "en-GB",
    "GB",
    "+442055501234",
    "22 Dean Street",
    "Leeds",
    "LS1 4DY",
)
MADISON = _person(
    "u-madison",
    "Madison O'Leary 🌻",
    "madison@example.com",
    "en-US",
    "US",
    "+12025550143",
    "410 Elm St Apt 3B",
    "Boulder",
    "80302",
    "CO",
)
LIAM = _person(
    "u-liam",
    "Liam Tremblay",
    "liam@example.ca",
    "fr-CA",
    "CA",
    "+15145550167",
    "88 rue Saint-Paul",
    "Montréal",
    "H2Y 1G8",
    "QC",
)
SIGRID = _person(
    "u-sigrid", "Sigrid Ødegård", "sigrid@example.no", "nb-NO", "NO", "+4721555012", "Storgata 9", "Tromsø", "9008"
)
AGNIESZKA = _person(
    "u-agnieszka",
    "Agnieszka Świątek",
    "aga@example.pl",
    "pl-PL",
    "PL",
    "+48225550119",
    "ul. Piękna 18",
    "Warszawa",
    "00-549",
)
TARIQ = _person(
    "u-tariq", "طارق یوسفزئی", "tariq@example.pk", "ur-PK", "PK", "+92515550123", "F-7 Markaz", "اسلام آباد", "44000"
)
LEILANI = _person(
    "u-leilani",
    "Leilani Kahananui-Keawe-i-Kahala-o-Puna",
    "leilani@example.com",
    "en-US",
    "US",
    "+18085550188",
    "7 Ala Moana Blvd",
    "Honolulu",
    "96813",
    "HI",
)
NOAM = _person("u-noam", "N", "n@example.org", "en-AU", "AU", "+61255501234", "1 George St", "Sydney", "2000", "NSW")
# Erased: the order still names this id, the row of the customer is gone.
ERASED = _person("u-erased", "", "", "", "BE", "", "", "Gent", "9000")

PEOPLE = (
    INES, LUKAS, CAMILLE, NUR, TAMAR, YUI, WEI, MINJI, ANANYA, SOMCHAI, OLENA, ELENI, LUCIA, JOSE, BEATRIZ, RUI, CHIARA,
    PIETER, AOIFE, OLIVER, MADISON, LIAM, SIGRID, AGNIESZKA, TARIQ, LEILANI, NOAM,
)  # fmt: skip


def item(person: Person, now: datetime) -> dict[str, str]:
    """The customer's row."""
    since = (now - timedelta(days=400 + len(person.name))).isoformat().replace("+00:00", "Z")
    return user(person, since, since)
