"""A browser at printers' rules: in both themes, and without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from dashboard.roles import Role
from support.commands.asker import Asker
from support.printer_rules.change import change
from support.printer_rules.letters import write
from support.printer_rules.models import SecretKind
from support.printer_rules.rules import Meaning, Rules
from support.printer_rules.secrets import add_secret
from support.printer_rules.templates import Template
from tests.browser.axe import in_both_themes
from tests.browser.conftest import Visit, a_member, base_url, visit, watch
from tests.printer_rules.conftest import WHY

__all__ = ["base_url", "visit", "watch"]

AT = "/printer-rules/of/koeln/"
EVIL = '"><img src=x onerror=alert(1)><script>alert(2)</script>'


@pytest.fixture
def changed(koeln: str, db: None) -> None:
    """Rules, a letter and a secret, all with hostile words."""
    admin = Asker.staff(a_member(Role.ADMIN))
    change(admin, koeln, Rules(language="de", statuses={EVIL: Meaning.NOTED}, windows={"damaged": 7}), EVIL, seen=0)
    letter = Template(f"{EVIL} {{reference}}", f"{EVIL} {{words}}")
    write(admin, koeln, "damaged", letter, why=EVIL, seen=0)
    add_secret(admin, koeln, SecretKind.WEBHOOK, EVIL)


@pytest.mark.parametrize(
    "path",
    ["/printer-rules/", AT, f"{AT}letters/", f"{AT}letters/damaged/", f"{AT}secrets/", "/printer-rules/letters/any/"],
)
def test_pages_are_accessible(visit: Visit, changed: None, path: str) -> None:
    page = visit(path, Role.ADMIN)
    page.locator("main details").evaluate_all("parts => parts.forEach(part => { part.open = true; })")
    assert in_both_themes(page) == []


def test_all_of_it_without_javascript(visit: Visit, koeln: str, db: None) -> None:
    page = visit(AT, Role.ADMIN, java_script_enabled=False)
    page.locator("#change-mail").fill("nobody")
    page.locator("#change-reason").fill(WHY)
    page.locator("#change-go").click()
    expect(page.locator("#rules-problem")).to_contain_text("no e-mail address")
    page.locator("#change-mail").fill("desk@koeln.example")
    page.locator("#change-go").click()
    expect(page.locator("#rules-now")).to_contain_text("desk@koeln.example")
    page.locator("#tab-secrets").click()
    page.locator("#add-open-webhook").click()
    page.locator("#webhook-reason").fill(WHY)
    page.locator("#add-go-webhook").click()
    secret = page.locator("#secret-text").inner_text()
    assert len(secret) == 43
    page.locator("#to-secrets").click()
    expect(page.locator("#secrets-webhook")).to_contain_text(secret[-4:])
    assert secret not in page.content()


def test_a_letter_is_previewed_as_it_is_typed(visit: Visit, koeln: str, db: None) -> None:
    page = visit(f"{AT}letters/damaged/", Role.ADMIN)
    page.locator("#write-body").fill("{reference} {words} {prize}")
    expect(page.locator("#letter-preview")).to_contain_text("There is no blank {prize}")
    page.locator("#write-body").fill("Only {reference}: {words}")
    expect(page.locator("#letter-preview")).to_contain_text("Only 4F2A91C0: The spine")
    assert in_both_themes(page) == []


def test_a_problem_is_in_focus_and_the_page_of_a_secret_is_accessible(visit: Visit, koeln: str, db: None) -> None:
    page = visit(f"{AT}secrets/", Role.ADMIN)
    page.locator("#add-open-api").click()
    page.locator("#api-given").fill("short")
    page.locator("#api-reason").fill(WHY)
    page.locator("#add-go-api").click()
    expect(page.locator("#rules-problem")).to_be_focused()
    assert in_both_themes(page) == []
    page.locator("#api-given").fill("")
    page.locator("#add-go-api").click()
    expect(page.locator("#secret-text")).to_be_visible()
    assert in_both_themes(page) == []
