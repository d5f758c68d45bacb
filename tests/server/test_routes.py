"""What the server answers at all, to whom: a list, and nothing beside it."""

import pytest
import streamlit as st

from outreach.contents import ALWAYS
from outreach.screen import address, entry
from outreach.server import inside, routes

AUDIENCES = ("internal", "public", "kiosk")


def place(path, audience="internal", method="GET"):
    return routes.place({"path": path, "method": method, "headers": [], "query_string": b""}, audience)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_page_its_files_and_what_says_that_the_server_lives_are_there(audience):
    assert [place(f"/{page}", audience) for page in ("", *ALWAYS)] == ["page"] * (len(ALWAYS) + 1)
    assert place("/static/js/index.abc.js", audience) == place("/favicon.png", audience) == "file"
    assert [place(path, audience) for path in ("/_stcore/health", "/_stcore/host-config", "/ready")] == [
        "health",
        "host",
        "ready",
    ]


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/_stcore/agent/openapi.json",
        "/_stcore/agent/interact",
        "/_stcore/script-health-check",
        "/_stcore/bidi-components/a/b.js",
        "/_stcore/anything-new",
        "/component/a/index.html",
        "/app/static/a.csv",
        "/data/",
        "/data/district.toml",
        "/data/scenes.toml",
        "/data/../bases.csv",
        "/data/measures/../bases.csv",
        "/.streamlit/secrets.toml",
        "//static/js/a.js",
        "//gaps",
        "/gaps/../desk",
        "/gaps/_stcore/metrics",
        "/metrics",
        "/auth/login",
        "/oauth2callback",
    ],
)
def test_what_is_not_on_the_list_is_not_there(path, audience):
    assert place(path, audience) is None


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_what_is_read_cannot_be_asked_for_otherwise(method):
    assert [place(path, method=method) for path in ("/", "/gaps", "/static/a.js", "/_stcore/health", "/media/a")] == [
        None
    ] * 5


def test_files_made_for_a_page_are_there_for_all_but_the_museums_screen():
    assert [place("/media/abc.csv", one) for one in AUDIENCES] == ["media", "media", None]


def test_the_tables_the_measures_and_the_atlas_are_there_for_all_but_the_museums_screen():
    for path in ("/data/datapackage.json", "/data/bases.csv", "/data/measures.json", "/data/measures/gap.json"):
        assert [place(path, one) for one in AUDIENCES] == ["data", "data", None]
        assert place(path, method="POST") is None
    assert [place("/atlas.html", one) for one in AUDIENCES] == ["atlas", "atlas", None]
    for path in ("/share.png", "/embed/gaps/gaps_map.html"):
        assert [place(path, one) for one in AUDIENCES] == ["shared", "shared", None]
    assert place("/embed/gaps/../x.html") is None


def test_what_maps_are_drawn_of_is_there_for_everybody_by_its_hash_alone():
    for audience in AUDIENCES:
        assert place(f"/layers/{'0a' * 16}.json", audience) == "layer"
        for path in ("/layers/", "/layers/towns.json", f"/layers/{'0a' * 16}.json.gz", f"/layers/../{'0a' * 16}.json"):
            assert place(path, audience) is None
    assert place(f"/layers/{'0a' * 16}.json", method="POST") is None


def test_files_are_taken_inside_alone_and_from_a_session_at_the_desk(monkeypatch):
    monkeypatch.setattr(entry, "takes", lambda scope: "session-1" in scope["path"])
    path = "/_stcore/upload_file/session-1/file"
    assert [place(path, one, "PUT") for one in AUDIENCES] == ["upload", None, None]
    assert place(path, method="GET") is None and place(path.replace("1", "2"), method="PUT") is None


def test_signing_in_is_there_where_a_provider_is_configured(monkeypatch):
    monkeypatch.setattr(entry, "provider", lambda: "configured")
    for path in ("/auth/login", "/auth/logout", "/oauth2callback"):
        assert [place(path, one) for one in AUDIENCES] == ["sign-in", None, None]


def test_the_desk_is_a_page_inside_alone():
    assert [place("/desk", one) for one in AUDIENCES] == ["page", None, None]


def test_a_server_under_a_folder_answers_there(monkeypatch):
    monkeypatch.setattr(st, "get_option", {address.BASE: "atlas"}.get)
    assert place("/atlas/gaps") == "page" and place("/atlas/") == "page" and place("/atlas/_stcore/metrics") is None


def test_every_route_of_the_streamlit_we_pin_is_known():
    """A new one in the next release is closed already; this names it, so that somebody says whether it should be."""
    from streamlit.web.server.starlette import starlette_routes

    found = {
        value
        for name, value in vars(starlette_routes).items()
        if name.lstrip("_").startswith("ROUTE_") and isinstance(value, str)
    }
    opened = (inside.HEALTH, inside.HOST_CONFIG, inside.UPLOADS.rstrip("/"), inside.MEDIA.rstrip("/"))
    closed = (
        "_stcore/metrics",
        "_stcore/script-health-check",
        "component/",
        "_stcore/bidi-components/",
        "app/static/",
    )
    assert [one for one in found if not one.startswith((*opened, *closed))] == []


def way(path: str, query: str = "", audience: str = "internal"):
    return routes.way({"path": path, "method": "GET", "headers": [], "query_string": query.encode()}, audience)


@pytest.mark.parametrize(
    "path, query, there",
    [
        ("/Town", "area=1", "./town?area=1"),
        ("/literacy.html", "", "./literacy"),
        ("/GAPS。", "lang=en", "./gaps?lang=en"),
        ("/ｔｏｗｎ）", "", "./town"),
        ("/index.html", "", "./"),
        ("/Town/", "", "../town"),
        ("/nothing", "lang=en", None),
        ("//evil.example", "", None),
        ("/_stcore/Health", "", None),
        ("/data/town", "", None),
    ],
)
def test_an_odd_path_leads_to_the_page_that_was_meant(path, query, there):
    assert way(path, query) == there


def test_no_odd_path_leads_to_a_page_that_is_not_there_for_the_audience():
    assert [way("/Desk", audience=audience) for audience in AUDIENCES] == ["./desk", None, "./kiosk"]
