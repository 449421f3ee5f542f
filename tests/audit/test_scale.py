"""Whatever is asked for, an index answers: no page reads the whole table or sorts it."""

from __future__ import annotations

from itertools import islice, product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from support.audit.actors import everybody
from support.audit.listing import acts_before, page
from support.audit.selection import Selection

pytestmark = pytest.mark.django_db
EVENTS = 20_000
FILL = """
    INSERT INTO support_auditevent
        (number, at, actor, role, type, target_kind, target_id, order_id, reason_digest, details, previous, hash)
    SELECT n, timestamptz '2026-01-01 00:00+00' + n * interval '1 minute', 'staff:' || n %% 40, 'agent',
        (ARRAY['command.render', 'note.written', 'personal.revealed', 'request.asked', 'staff.signed_in'])[1 + n %% 5],
        'order', 'o-' || n %% 4000, 'o-' || n %% 4000, CASE WHEN n %% 10 = 0 THEN repeat('a', 64) ELSE '' END, '{}',
        repeat('0', 64), lpad(n::text, 64, '0')
    FROM generate_series(1, %s) AS n
"""


@pytest.fixture
def many(db: None) -> None:
    """Many events, which PostgreSQL knows about."""
    with connection.cursor() as cursor:
        cursor.execute(FILL, [EVENTS])
        cursor.execute("ANALYZE support_auditevent")


def plans(ask: CaptureQueriesContext) -> str:
    """How PostgreSQL answered each query of the audit."""
    with connection.cursor() as cursor:
        told = []
        for query in (query["sql"] for query in ask.captured_queries if "support_auditevent" in query["sql"]):
            cursor.execute(f"EXPLAIN {query}")
            told += [line for (line,) in cursor.fetchall()]
    return "\n".join(told)


GIVEN: list[dict[str, str]] = [
    {},
    {"who": "staff:7"},
    {"type": "note"},
    {"type": "note.written"},
    {"type": "nothing_such"},
    {"order": "o-77"},
    {"target": "o-77"},
    {"since": "2026-01-05", "until": "2026-01-06"},
    {"until": "2026-01-02"},
    {"reason": "with"},
    {"reason": "without", "who": "staff:7", "since": "2026-01-05"},
]
WHERE: list[dict[str, int]] = [{}, {"before": 10_000}, {"after": 10_000}]


def test_each_filter_has_its_index(many: None) -> None:
    for given, where in product(GIVEN, WHERE):
        with CaptureQueriesContext(connection) as asked:
            page(Selection.read(given), **where)
        plan = plans(asked)
        assert "Index" in plan, given
        assert "Seq Scan on support_auditevent" not in plan, (given, plan)
        assert "OFFSET" not in str(asked.captured_queries)


def test_acts_on_a_customer_s_orders_are_one_query_by_index(many: None) -> None:
    with CaptureQueriesContext(connection) as asked:
        found = acts_before([f"o-{number}" for number in range(100)], 10)
    ours = (
        n for n in range(EVENTS, 0, -1) if n % 4_000 < 100 and n % 5 in (0, 1, 3)
    )  # by type, as they were filled in
    assert [event.number for event in found] == list(islice(ours, 10))
    assert len(asked) == 1
    assert "audit_order" in plans(asked)
    assert "Seq Scan" not in plans(asked)


def test_who_ever_acted_is_known_without_reading_everything(many: None) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert len(everybody()) == 40
    assert "Seq Scan on support_auditevent" not in plans(asked)
