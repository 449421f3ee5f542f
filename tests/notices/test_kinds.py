"""Every kind of notice is on the page by its name."""

from __future__ import annotations

from django.contrib.auth.models import User

from dashboard.roles import Role
from support.notices.models import NoticeKind
from support.notices.tell import tell
from tests.web.conftest import SignIn


def test_each_kind_has_its_word(sign_in: SignIn) -> None:
    client = sign_in(Role.OPS)
    for kind in NoticeKind:
        tell(User.objects.get(username="a-ops"), kind, f"k:{kind}", "", f"of {kind}", "/")
    body = client.get("/notices/").content.decode()
    assert all(f"of {kind}" in body for kind in NoticeKind)
