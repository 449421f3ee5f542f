"""Members: the list, giving and taking roles, deactivating, ending sessions; never one's own, never stale."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.utils import timezone

from dashboard.models import Member
from dashboard.roles import Role, roles_of
from support.audit.chain import faults
from support.commands.refusals import NotAllowed
from support.models import AuditEvent
from support.staff.members import given, set_roles, state_of
from tests.staff.conftest import Colleague, browser_of, told

WHY = "joins the ops team"


def _send(client: Client, person: User, what: str, **sent: object) -> int:
    fresh = User.objects.get(pk=person.pk)
    form = {"state": state_of(fresh), "reason": WHY, **sent}
    return client.post(f"/staff/{person.pk}/{what}/", form).status_code


def test_roles_are_given_and_taken_with_a_reason(admin: Client, ben: User) -> None:
    assert _send(admin, ben, "roles", roles=["ops", "senior"]) == 302
    assert given(User.objects.get(pk=ben.pk)) == {Role.OPS, Role.SENIOR}
    assert told() == [("staff.role_taken", WHY), ("staff.role_given", WHY), ("staff.role_given", WHY)]
    assert list(faults()) == []


def test_a_removed_role_counts_at_the_next_request(admin: Client, ben: User) -> None:
    his = browser_of(ben)
    _send(admin, ben, "roles", roles=["auditor"])
    assert his.get("/staff/").status_code == 200
    _send(admin, ben, "roles", roles=["agent"])
    assert his.get("/staff/").status_code == 403


def test_a_deactivated_account_is_out_at_once_and_may_come_back(admin: Client, ben: User) -> None:
    his = browser_of(ben)
    assert _send(admin, ben, "deactivate") == 302
    assert his.get("/")["Location"].startswith("/sign-in/")
    assert _send(admin, ben, "reactivate") == 302
    assert his.get("/").status_code == 302
    assert roles_of(User.objects.get(pk=ben.pk)) == {Role.AGENT}
    assert [event for event, _ in told()] == ["staff.deactivated", "staff.reactivated"]


def test_all_sessions_of_one_end_and_nobody_else_s(admin: Client, ben: User) -> None:
    browsers = [browser_of(ben), browser_of(ben)]
    assert _send(admin, ben, "end-sessions") == 302
    assert [one.get("/").status_code for one in browsers] == [302, 302]
    assert admin.get("/staff/").status_code == 200
    assert AuditEvent.objects.get().details == {"ended": 2}


@pytest.mark.parametrize("what", ["roles", "deactivate", "end-sessions"])
def test_nothing_is_changed_without_a_reason(admin: Client, ben: User, what: str) -> None:
    assert _send(admin, ben, what, reason="  ", roles=["ops"]) == 422
    assert given(ben) == {Role.AGENT}
    assert told() == []


@pytest.mark.parametrize("what", ["roles", "deactivate", "end-sessions"])
def test_a_form_made_on_another_state_is_refused(admin: Client, ben: User, what: str) -> None:
    assert _send(admin, ben, what, state="active ops", roles=["ops"]) == 409
    assert given(ben) == {Role.AGENT}
    assert told() == []


@pytest.mark.parametrize("what", ["roles", "deactivate", "reactivate", "end-sessions"])
def test_nobody_changes_themselves(admin: Client, what: str) -> None:
    ana = User.objects.get(username="ana")
    assert _send(admin, ana, what, roles=["admin", "ops"]) == 403
    assert given(ana) == {Role.ADMIN}
    assert told() == []


def test_an_auditor_sees_and_changes_nothing(colleague: Colleague, ben: User) -> None:
    theirs = browser_of(colleague("ida", Role.AUDITOR))
    page = theirs.get(f"/staff/{ben.pk}/").content.decode()
    assert "agent" in page
    assert 'name="reason"' not in page
    assert _send(theirs, ben, "roles", roles=["ops"]) == 403


def test_a_role_that_cognito_caps_is_said_not_to_count(admin: Client, ben: User) -> None:
    Member.objects.create(user=ben, subject="s-1", cap=["ops"], confirmed_at=timezone.now())
    page = admin.get(f"/staff/{ben.pk}/").content.decode()
    assert "given here, not in Cognito: does not count" in page
    assert "allowed by Cognito, not given here" in page
    assert "does not count" in admin.get("/staff/").content.decode()


def test_hundreds_are_paged_and_found_by_any_part_of_a_name(admin: Client, colleague: Colleague) -> None:
    for number in range(60):
        colleague(f"p{number}", Role.OPS, last_name="Ødegård" if number == 7 else "Li")
    assert "51–61 of 61" in admin.get("/staff/?page=2").content.decode()
    found = admin.get("/staff/", {"q": "øde p7", "role": "ops"}).content.decode()
    assert "1–1 of 1" in found
    assert "Nobody fits" in admin.get("/staff/?q=%00zz&role=nonsense").content.decode()


def test_who_is_nobody_is_not_found(admin: Client, ben: User) -> None:
    assert admin.get("/staff/999999999999999999999/").status_code == 404
    form = {"state": "active", "reason": WHY}
    assert admin.post("/staff/987654/deactivate/", form).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_admins_who_take_each_other_s_role_at_once_leave_one(colleague: Colleague) -> None:
    ana, ole = colleague("ana", Role.ADMIN), colleague("ole", Role.ADMIN)
    start, refused = Barrier(2), []

    def take(who: User, whose: User) -> None:
        start.wait()
        try:
            set_roles(who, whose.pk, [], WHY, "active admin")
        except NotAllowed:
            refused.append(who)
        finally:
            connection.close()

    threads = [Thread(target=take, args=pair) for pair in ((ana, ole), (ole, ana))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert User.objects.filter(groups__name=Role.ADMIN).count() == 1
