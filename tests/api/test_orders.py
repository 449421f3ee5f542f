"""``GET orders/…``: what the order page says, for programs."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from tests.api.conftest import SECRETS, Program


def test_the_contract_holds(desk: str, program: Program) -> None:
    told = program().get(f"/api/v1/orders/{desk}").json()
    assert (told["order_id"], told["order_number"], told["state"]) == ("o-4821", "PX-4821-0773", "preparing")
    assert (told["total"], told["currency"]) == (4990, "EUR")
    assert told["placed_at"] == "2026-11-20T09:00:00Z"
    assert told["version"] > 0
    assert told["as_of"].endswith("Z")
    assert [line["line_id"] for line in told["lines"]] == ["1", "2"]
    assert [line["print"]["print_id"] for line in told["lines"]] == ["p1", "p2"]
    assert told["lines"][0]["renders"][0]["failure"]["code"] == "asset_missing"
    assert told["lines"][1]["print_jobs"][0]["cost"] == 1250
    assert [parcel["tracking_number"] for parcel in told["parcels"]] == ["00340434161094042557"]
    assert told["parcels"][0]["scans"][0]["code"] == "DLV"
    assert (told["commands"], told["escalations"], told["notes"]) == ([], [], [])


def test_the_answer_and_the_timeline_are_the_pages(desk: str, program: Program) -> None:
    told = program().get(f"/api/v1/orders/{desk}").json()
    said = told["answer"]
    assert (said["situation"], said["stage"], said["whose_move"]) == ("render_failed", "render", "ours")
    assert all([said["sentence"], said["next"], said["reply"], said["reply_language"]])
    assert told["lines"][0]["answer"]["situation"] == "render_failed"
    events = {event["kind"]: event for event in told["timeline"]}
    assert events["render.failed"]["source"] == "renders/r-71c0"
    assert set(events["render.failed"]) >= {"at", "heard_at", "kind", "actor", "text", "source"}


@pytest.mark.parametrize(
    "path", ["orders/o-4821", "orders/o-4821/raw", "customers/u-77", "find?q=inge", "find?q=53111"]
)
def test_nothing_personal_is_in_an_answer(desk: str, program: Program, path: str) -> None:
    answer = program().get(f"/api/v1/{path}")
    body = answer.json()
    body.pop("tried", None)  # the caller's own words
    for secret in SECRETS:
        assert secret.lower() not in json.dumps(body, ensure_ascii=False).lower(), secret
    assert answer.status_code == 200
    assert "•••" in answer.content.decode()


def test_raw_rows_are_decoded_from_both_encodings(desk: str, program: Program) -> None:
    rows = {row["key"]: row for row in program().get(f"/api/v1/orders/{desk}/raw").json()["results"]}
    assert rows["r-71c0"]["image"]["failure"] == {
        "code": "asset_missing",
        "message": "page 7 of •••: missing",
        "page": 7,
    }
    assert rows["r-22aa"]["image"]["state"] == "ready"
    assert rows["o-4821"]["image"]["nickname"] == "•••"
    assert rows["o-4821"]["image"]["gift"] == {"note": "•••"}
    assert rows["u-77"]["image"]["name"] == "I••• B•••"


def test_it_costs_one_query_and_one_batch_read(desk: str, program: Program, calls: Counter[str]) -> None:
    program().get(f"/api/v1/orders/{desk}")
    assert (calls["Query"], calls["BatchGetItem"]) == (1, 1)
    assert set(calls) == {"Query", "BatchGetItem", "most rows"}


@pytest.mark.parametrize("path", ["orders/nobody", "orders/nobody/raw", "customers/nobody", "customers/nobody/orders"])
def test_an_unknown_id_is_not_found(cloud: str, program: Program, path: str) -> None:
    answer = program().get(f"/api/v1/{path}")
    assert answer.status_code == 404
    assert answer.json()["detail"].startswith("There is no ")
