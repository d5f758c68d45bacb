"""The server: what every answer carries, what it has nothing to answer, and an error nobody foresaw."""

import time
import urllib.error
import urllib.request

import pytest

from outreach.contents import ALWAYS
from outreach.words import load
from tests.browser.conftest import BARE, COLD, SERVER, Visit, serving


def answer(address: str, path: str) -> tuple[int, dict[str, str]]:
    try:
        with urllib.request.urlopen(f"{address}{path}", timeout=30) as found:
            return found.status, dict(found.headers)
    except urllib.error.HTTPError as refused:
        return refused.code, dict(refused.headers)


@pytest.mark.parametrize("path", ["/", "/gaps", "/_stcore/health"])
def test_every_answer_lets_the_browser_ask_this_server_alone(address, path):
    status, headers = answer(address, path)
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert status == 200 and policy["default-src"] == "'self'" and "http" not in headers["content-security-policy"]
    assert "'unsafe-inline'" not in policy["script-src"] and policy["frame-ancestors"] == "'self'"
    assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "no-referrer"
    assert "server" not in headers or "uvicorn" not in headers["server"]


def test_the_first_page_a_fresh_server_serves_may_be_a_deep_link_and_it_says_when_it_is_ready(visit_without_webgl):
    visit = visit_without_webgl
    with serving() as fresh:
        visit.open(f"{fresh}/gaps?lang=zh")
        assert load("zh")("gaps.title") in visit.text()
        assert visit.page.locator('[data-testid="stSidebar"] a').count() == len(ALWAYS)
        assert visit.refused == []
        told = [answer(fresh, "/ready")[0]]
        while told[-1] == 503 and len(told) < 3000:
            time.sleep(0.1)
            told.append(answer(fresh, "/ready")[0])
        assert told[-1] == 200


def test_nothing_on_a_page_is_stopped_by_the_policy(address, visit):
    stopped = []
    visit.page.on(
        "console", lambda message: stopped.append(message.text) if "Content Security Policy" in message.text else None
    )
    visit.open(f"{address}/gaps?lang=zh")
    assert stopped == [] and visit.page.locator(".stDeckGlJsonChart canvas").count() > 0


def test_what_an_audience_may_not_use_is_not_there():
    with serving(*COLD, OUTREACH_AUDIENCE="public") as public:
        assert (
            answer(public, "/_stcore/upload_file/a/b")[0] == 404
            and answer(public, "/_stcore/agent/openapi.json")[0] == 404
        )
        assert answer(public, "/")[0] == 200


def test_an_error_nobody_foresaw_is_one_sentence_in_the_visitors_language(browser_without_webgl):
    with serving(
        *(part.replace("outreach.server.application", "tests.browser.failing.server") for part in SERVER)
    ) as failing:
        for language in ("zh", "en"):
            visit = Visit(browser_without_webgl)
            visit.open(f"{failing}/?lang={language}")
            visit.page.get_by_text(load(language)("server.failed")).wait_for()
            assert (
                "nothing_of_that_name" not in visit.text()
                and "Traceback" not in visit.text()
                and "AttributeError" not in visit.text()
            )
            visit.close()


def test_the_dashboard_opens_without_this_server_too(visit_without_webgl):
    visit = visit_without_webgl
    with serving(*BARE) as bare:
        visit.open(f"{bare}/bases?lang=zh")
        assert load("zh")("bases.title") in visit.text() and visit.refused == []
