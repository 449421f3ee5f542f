"""Ten thousand calls that nobody signed, or not like that: none is accepted, none has an effect, none is our fault."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Iterator
from random import Random

import pytest

from support.commands.asker import Asker
from support.escalations.models import Escalation
from support.printer_rules.models import PrinterSecret, SecretKind
from support.printer_rules.secrets import add_secret, retire
from support.webhooks.models import Webhook
from support.webhooks.signature import Headers, is_signed, sign
from tests.webhooks.conftest import PRINTER, headers, post, says

NOW = 1_795_600_000
NAMES = ("X-Printdesk-Timestamp", "X-Printdesk-Event-Id", "X-Printdesk-Signature")
KNOWN = [b"the newest secret", b"the one before it"]
BODY = b'{"escalation_id": "e-1", "status": "approved", "text": "' + b"x" * 60 + b'"}'
Case = tuple[Headers, bytes, float]


def right(at: str = str(NOW), event_id: str = "evt-1", body: bytes = BODY, secret: bytes = KNOWN[0]) -> Headers:
    return Headers(at, event_id, sign(secret, at, event_id, body))


def tampered() -> Iterator[Case]:
    """One byte of the body, one sign of a header, another byte, each place."""
    good, dice = right(), Random(1)
    for place in range(len(BODY)):
        for _ in range(40):
            other = bytes([dice.choice([each for each in range(256) if each != BODY[place]])])
            yield good, BODY[:place] + other + BODY[place + 1 :], NOW
        yield good, BODY[:place] + BODY[place + 1 :], NOW
    hexadecimal = good.signature.removeprefix("v1=")
    for place, digit in enumerate(hexadecimal):
        for sign_ in "0123456789abcdefABCDEFxg٣ ":
            if sign_ != digit:
                changed = hexadecimal[:place] + sign_ + hexadecimal[place + 1 :]
                yield Headers(good.timestamp, good.event_id, f"v1={changed}"), BODY, NOW


def replayed() -> Iterator[Case]:
    """Too late, too early, under another id or time than was signed."""
    for away in [*range(301, 2_301), *range(-2_300, -300), 10**9, -(10**9)]:
        yield right(str(NOW + away)), BODY, NOW
    good = right()
    for away in range(1, 300):
        yield Headers(str(NOW + away), good.event_id, good.signature), BODY, NOW
        yield Headers(good.timestamp, f"evt-{away + 1}", good.signature), BODY, NOW


def resigned() -> Iterator[Case]:
    """By secrets that are none of the printer's, by other sums, over other bytes."""
    at = str(NOW)
    for number in range(1_000):
        yield right(secret=f"guess {number}".encode()), BODY, NOW
    signed = f"{at}.evt-1.".encode() + BODY
    for sum_ in ("md5", "sha1", "sha224", "sha384", "sha512", "sha3_256", "blake2s"):
        yield Headers(at, "evt-1", f"v1={hmac.new(KNOWN[0], signed, sum_).hexdigest()}"), BODY, NOW
    for other in (BODY, signed[1:], signed + b"\n", b"", f"{at}evt-1".encode() + BODY):
        yield Headers(at, "evt-1", f"v1={hmac.new(KNOWN[0], other, hashlib.sha256).hexdigest()}"), BODY, NOW
    yield Headers(at, "evt-1", f"v1={hashlib.sha256(KNOWN[0] + signed).hexdigest()}"), BODY, NOW


def tricks() -> Iterator[Case]:
    """Headers that a lenient reader takes."""
    good = right()
    digits = good.signature.removeprefix("v1=")
    for odd in (
        digits, digits.upper(), f"V1={digits}", f"v1={digits.upper()}", f"v2={digits}", f"v1 ={digits}",
        f"v1= {digits}", f"v1:{digits}",
        f'"v1={digits}"', f"v1={digits}0", f"v1={digits[:-1]}", f"v1={digits};v1={digits}",
        f"v1=0x{digits}", f"v1={digits},v1=", f"v1={digits},v1=zz", ",".join([good.signature] * 6), "v1=", "", ",",
        f"v1={digits}\0", f"v1={digits}\n", f"v1={digits}".replace("1", "１"), "v1=" + digits * 1_000,
    ):  # fmt: skip
        yield Headers(good.timestamp, good.event_id, odd), BODY, NOW
    for at in (
        f"{NOW}.0", f"-{NOW}", f"+{NOW}", f" {NOW}", f"{NOW} ", "1_795_600_000", "9" * 12, "9" * 400, "0", "",
        "NaN", "inf", "1e9", "0x6b000000", str(NOW).translate({48 + n: 0x660 + n for n in range(10)}),
        str(NOW).translate({48 + n: 0xFF10 + n for n in range(10)}), "¹²³", f"{NOW}\n", f"{NOW}\0",
        "2026-11-25T10:00:00Z",
    ):  # fmt: skip
        yield right(at), BODY, NOW
    for event_id in ("", " ", "a b", "evt{1", "evt[", "x" * 201, "é", "\0", "\n", "evt\u2028", "a\tb"):
        yield right(event_id=event_id), BODY, NOW


def test_none_of_ten_thousand_is_taken_for_signed() -> None:
    cases = [*tampered(), *replayed(), *resigned(), *tricks()]
    assert len(cases) > 10_000
    assert [case for case in cases if is_signed(KNOWN, case[0], case[1], case[2], 300)] == []
    assert is_signed(KNOWN, right(), BODY, NOW, 300)
    assert is_signed(KNOWN, right(secret=KNOWN[1]), BODY, NOW + 300, 300)


def test_nobody_is_known_by_what_stands_for_no_secret() -> None:
    assert not is_signed([], right(secret=b""), BODY, NOW, 300)


def test_a_call_cannot_be_split_in_another_place() -> None:
    body = b'{"amount": 1.5}'
    good = right(event_id="evt-1", body=body)
    assert not is_signed(KNOWN, Headers(good.timestamp, 'evt-1.{"amount": 1', good.signature), b"5}", NOW, 300)


def test_through_the_door_none_is_accepted_and_none_is_our_fault(sent: Escalation, secret: bytes, admin: Asker) -> None:
    now = int(time.time())
    bodies = [says(sent, "approved"), b"", b"\0", b"\xff", b"[" * 5_000, b"x" * 300_000]
    answers = []
    for odd, _, _ in [*tricks(), *list(resigned())[:200], *list(tampered())[::300]]:
        at = odd.timestamp.replace(str(NOW), str(now))
        sent_headers = dict(zip(NAMES, (at, odd.event_id, odd.signature), strict=True))
        answers += [post(body, sent_headers).status_code for body in bodies]
    assert set(answers) == {401, 413}
    assert not Webhook.objects.exists()


@pytest.mark.parametrize("whose", ["retired", "another's", "the API's"])
def test_a_secret_that_was_good_elsewhere_is_not_good_here(
    sent: Escalation, secret: bytes, admin: Asker, whose: str
) -> None:
    if whose == "retired":
        retire(admin, PrinterSecret.objects.get().pk, "Leaked.")
        made = secret
    else:
        printer, kind = ("lille", SecretKind.WEBHOOK) if whose == "another's" else (PRINTER, SecretKind.API)
        made = add_secret(admin, printer, kind, "It is theirs.").encode()
    body = says(sent, "approved")
    assert post(body, headers(made, body)).status_code == 401
