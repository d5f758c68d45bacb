"""The page before anything runs in it: compressed, kept for ever, and called by its name."""

import gzip
import re
from base64 import b64encode
from hashlib import sha256

import pytest
from markupsafe import escape

from outreach.contents import ALWAYS
from outreach.server import front, inside
from outreach.server.door import Door
from outreach.server.translated import translated
from outreach.server.turns import Turns
from outreach.words import load
from tests.conftest import awaited
from tests.server.test_door import answered, streamlit

INDEX = (inside.static_folder() / "index.html").read_text("utf-8")


@pytest.fixture(scope="module")
def through():
    return Door(streamlit, Turns())


def asked(through, path, **headers):
    return awaited(answered(through, path, **headers))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", [*ALWAYS])
def test_a_link_is_called_by_its_page_in_its_language(through, page, language):
    path = "/" if page == "overview" else f"/{page}"
    _, headers, body = asked(through, f"{path}?lang={language}")
    text, say = body.decode(), load(language)
    assert f"<title>{say('shell.window', page=say(f'page.{page}'), name=say('shell.name'))}</title>" in text
    assert (
        f'<html lang="{"zh-CN" if language == "zh" else "en"}">' in text
        and escape(say(f"told.{page}") if f"told.{page}" in say else say("server.description")) in text
    )
    shared = dict(re.findall(r'<meta property="(og:\w+)" content="([^"]*)"', text))
    assert shared["og:locale"] == {"zh": "zh_CN", "en": "en_GB"}[language] and shared["og:image"] == "./share.png"
    assert shared["og:title"] in text.partition("</title>")[0] and shared["og:description"]
    assert "Streamlit" not in re.sub(r"<(script|link)[^>]*>", "", text) and "_stcore" not in text
    assert headers["cache-control"] == "no-cache"


def test_a_page_starts_the_same_scripts_as_streamlits_own(through):
    scripts = re.findall(r"<script.*?</script>|<link rel=\"(?:modulepreload|stylesheet)\"[^>]*>", INDEX, re.DOTALL)
    text = asked(through, "/")[2].decode()
    assert scripts and [one for one in scripts if one not in text] == []


def test_a_page_names_from_the_beginning_what_draws_it(through):
    text = asked(through, "/gaps")[2].decode()
    named = re.findall(r'<link rel="(?:modulepreload|preload)"[^>]* href="\./([^"]+)"', text)
    assert [path for path in named if not (inside.static_folder() / path).is_file()] == []
    assert len(named) == len(set(named)) and 'as="font"' not in text
    drawn = [path.rpartition("/")[2].partition(".")[0] for path in named]
    assert set(inside.DRAWING) <= set(drawn)
    scripts = [inside.static_folder() / path for path in inside.drawing() if path.endswith(".js")]
    imported = {one for path in scripts for one in re.findall(r'from"\./([\w.-]+)"', path.read_text("utf-8"))}
    assert [one for one in imported if one not in text] == []


@pytest.mark.parametrize("audience", ["internal", "public", "kiosk"])
def test_first_of_all_a_page_looks_whether_the_browser_can_show_it_and_no_other_script_of_its_own_may_run(
    monkeypatch, audience
):
    monkeypatch.setenv("OUTREACH_AUDIENCE", audience)
    _, headers, body = asked(Door(streamlit, Turns()), "/kiosk")
    scripts = re.findall(r"<script>(.*?)</script>", body.decode(), re.DOTALL)
    hashes = [f"'sha256-{b64encode(sha256(one.encode()).digest()).decode()}'" for one in scripts]
    assert [one for one in hashes if one not in headers["content-security-policy"]] == []
    assert "toSorted" in scripts[0] and ("atlas.html" in scripts[0]) == (audience != "kiosk")
    assert not re.search(r"=>|`|\b(const|let)\b", scripts[0]), "the oldest browsers read it"


def test_a_script_travels_compressed_and_is_kept_for_ever(through):
    path = re.search(r"\./(static/js/index\.[\w-]+\.js)", INDEX)[1]
    whole = translated((inside.static_folder() / path).read_text("utf-8")).encode()
    _, headers, body = asked(through, f"/{path}", accept_encoding="gzip, deflate, br")
    assert headers["content-encoding"] == "gzip" and gzip.decompress(body) == whole and len(body) < len(whole) / 2
    assert "immutable" in headers["cache-control"] and headers["content-type"].startswith("text/javascript")
    _, headers, body = asked(through, f"/{path}")
    assert "content-encoding" not in headers and body == whole
    assert asked(through, f"/{path}", if_none_match=headers["etag"])[::2] == (304, b"")
    assert asked(through, f"/{path}", accept_encoding="gzip;q=0")[2] == whole


def test_what_is_compressed_already_streamlit_sends(through):
    path = re.search(r"\./(static/media/[\w.-]+\.woff2)", INDEX)[1]
    assert asked(through, f"/{path}", accept_encoding="gzip")[2] == b"streamlit"


@pytest.mark.parametrize(
    "path", ["/static/../index.html", "/static/../../config.py", "/static/js/nothing.js", "/static/"]
)
def test_nothing_is_read_from_elsewhere(through, path):
    status, _, body = asked(through, path)
    assert status == 404 or body == b"streamlit"


def test_without_streamlits_files_it_sends_them_itself(monkeypatch):
    monkeypatch.setenv("OUTREACH_PLAIN", "1")
    bare = Door(streamlit, Turns())
    assert asked(bare, "/")[2] == asked(bare, "/static/js/index.js")[2] == b"streamlit"
    assert front.Front()._folder is None


def test_the_picture_of_a_link_has_a_whole_address_where_the_district_has_a_public_one():
    text = front.titled(INDEX, "gaps", "zh", base="https://science.example.gov.cn/")
    assert 'property="og:image" content="https://science.example.gov.cn/share.png"' in text
