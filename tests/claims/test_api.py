"""Claims by program."""

from __future__ import annotations

from typing import Any

import pytest
from rest_framework.test import APIClient

from dashboard.roles import Role
from support.claims.models import Claim
from tests.api.conftest import SECRETS, Program, desk, program
from tests.escalations.test_api import API, TORN, fits

__all__ = ["desk", "program"]


@pytest.fixture
def client(db: None, program: Program) -> APIClient:
    """A program that settles claims."""
    return program(Role.SENIOR)


@pytest.fixture
def escalation(desk: str, client: APIClient) -> str:
    """The call of what it took up: a book whose spine broke."""
    made = client.post(f"{API}/orders/{desk}/escalations", TORN, format="json").json()
    return f"{API}/escalations/{made['escalation_id']}"


def make(client: APIClient, escalation: str, *, key: str = "", **sent: Any) -> Any:
    return client.post(f"{escalation}/claim", sent, format="json", headers={"Idempotency-Key": key} if key else {})


def test_a_claim_is_made_and_settled(client: APIClient, escalation: str) -> None:
    made = make(client, escalation, text="For Frau Brandt.")
    assert made.status_code == 201
    assert fits(made.json(), "/api/v1/escalations/{escalation_id}/claim", "post", "201")
    assert (made.json()["amount"], made.json()["currency"], made.json()["against"]) == (1250, "EUR", "koeln")
    assert not any(secret in made.content.decode() for secret in SECRETS)
    one = f"{API}/claims/{made.json()['claim_id']}"
    assert client.get(one).json() == made.json()
    client.post(f"{one}/transitions", {"to": "sent", "text": "By mail."}, format="json")
    told = {"to": "credited", "granted": 1000, "credit_note": "CN-7"}
    done = client.post(f"{one}/transitions", told, format="json")
    assert (done.status_code, done.json()["granted"], done.json()["transitions"]) == (200, 1000, [])
    assert fits(done.json(), "/api/v1/claims/{claim_id}/transitions", "post", "200")


def test_it_is_in_the_list_and_in_its_escalation(client: APIClient, escalation: str) -> None:
    made = make(client, escalation).json()
    listed = client.get(f"{API}/claims?printer=koeln").json()
    assert [each["claim_id"] for each in listed["results"]] == [made["claim_id"]]
    assert fits(listed, "/api/v1/claims", "get", "200")
    assert client.get(escalation).json()["claim"]["made"]["claim_id"] == made["claim_id"]


def test_the_same_call_again_is_the_same_claim(client: APIClient, escalation: str) -> None:
    first, again = (make(client, escalation, key="k-1") for _ in range(2))
    assert first.json() == again.json()
    assert make(client, escalation, key="k-1", basis="price").status_code == 422
    other = make(client, escalation)
    assert (other.status_code, other.json()["existing"]["id"]) == (409, Claim.objects.get().pk)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"basis": "whim"}, 400), ({"amount": "much"}, 400), ({"amount": 0}, 400), ({"amount": 10**13}, 400),
        ({"currency": "USD"}, 400), ({"basis": "own"}, 400), ({"text": "a\0b"}, 400), ({"text": "x" * 100_000}, 400),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told(client: APIClient, escalation: str, sent: dict[str, Any], status: int) -> None:
    assert make(client, escalation, **sent).status_code == status
    assert not Claim.objects.exists()


def test_what_is_not_there(client: APIClient, desk: str) -> None:
    assert make(client, f"{API}/escalations/nowhere").status_code == 404
    assert client.get(f"{API}/claims/nowhere").status_code == 404
    assert client.get(f"{API}/claims?state=x").status_code == 400
    assert client.get(f"{API}/claims?cursor=x").status_code == 400


def test_a_stale_move_is_told_how_it_is(client: APIClient, escalation: str) -> None:
    one = f"{API}/claims/{make(client, escalation).json()['claim_id']}/transitions"
    answer = client.post(one, {"to": "sent", "text": "x", "changes": 7}, format="json")
    assert (answer.status_code, answer.json()["current"]["changes"]) == (409, 1)
    assert client.post(one, {"to": "credited"}, format="json").status_code == 409
