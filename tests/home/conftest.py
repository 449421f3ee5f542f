"""People at the home page, and browsers."""

from tests.browser.conftest import base_url, visit, watch
from tests.web.conftest import sign_in, told

__all__ = ["base_url", "sign_in", "told", "visit", "watch"]
