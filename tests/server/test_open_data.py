"""What programs are given: the data package, its tables and the measures, and the atlas in one file."""

import asyncio
import gzip
import json

import pytest

from outreach import published
from outreach.screen import cached, layer_data
from outreach.server import open_data
from outreach.server.door import Door
from outreach.server.turns import Turns
from outreach.tables import MODELS
from tests.conftest import awaited
from tests.server.test_door import answered, streamlit


@pytest.fixture(scope="module")
def through():
    return Door(streamlit, Turns())


def test_every_table_of_the_package_is_there_as_csv_for_any_site_to_read(through):
    async def all_of_them():
        found = {"package": await answered(through, "/data/datapackage.json")}
        return found | {name: await answered(through, f"/data/{name}.csv") for name in MODELS}

    found = awaited(all_of_them())
    paths = {one["path"] for one in json.loads(found.pop("package")[2])["resources"]}
    assert paths == {f"{name}.csv" for name in MODELS}
    for status, headers, body in found.values():
        assert status == 200 and body.startswith(b"\xef\xbb\xbf") and headers["content-type"].startswith("text/csv")
        assert headers["access-control-allow-origin"] == "*" and "max-age" in headers["cache-control"]


def test_a_file_that_has_not_changed_is_not_sent_again(through):
    async def twice():
        first = await answered(through, "/data/bases.csv")
        return first, await answered(through, "/data/bases.csv", if_none_match=first[1]["etag"])

    (status, _, body), again = awaited(twice())
    assert status == 200 and body and (again[0], again[2]) == (304, b"")


def test_a_measure_says_the_same_as_the_command_line_and_nothing_is_no_number(district):
    from datetime import date

    from outreach.figures import Figures
    from outreach.measures.parameters import chosen

    files = published.measures(district, date(2026, 11, 23), cached.once)
    table = Figures(district, date(2026, 11, 23)).everything(chosen(district.home.travel, district.home.literacy))
    listed = json.loads(files["measures.json"])["measures"]
    assert [one["measure"] for one in listed] == list(dict.fromkeys(table["measure"]))
    assert set(files) == {"measures.json", *(one["path"] for one in listed)}
    for one in listed:
        rows = json.loads(files[one["path"]])["rows"]
        own = table[table["measure"] == one["measure"]]
        assert [row["area_code"] for row in rows] == list(own["area_code"])
        assert [row["value"] for row in rows] == [None if value != value else value for value in own["value"]]


def test_a_layers_data_are_sent_compressed_and_kept_for_ever_by_the_hash_in_their_name(through):
    where, held = layer_data.addressed(json.dumps([{"lon": 121.2, "tip_0": "常乐镇"}] * 100, ensure_ascii=False))
    status, headers, body = awaited(answered(through, where, accept_encoding="gzip"))
    assert status == 200 and json.loads(gzip.decompress(body)) == json.loads(held.text)
    assert "immutable" in headers["cache-control"] and headers["content-type"].startswith("application/json")
    assert awaited(answered(through, where))[2] == held.text.encode()
    other = f"/layers/{'0' * 32}.json"
    assert awaited(answered(through, other))[0] == 404


def test_a_name_that_is_none_is_not_there(through):
    assert awaited(answered(through, "/data/nothing.csv"))[0] == 404


def test_the_atlas_is_made_once_and_says_itself_what_it_may_do():
    made = []

    async def make(path):
        made.append(path)
        path.write_text('<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;">')

    async def asked():
        door = Door(streamlit, Turns())
        atlas = door._given["atlas"] = open_data.Atlas(make)
        first = await answered(door, "/atlas.html")
        while atlas.content is None:
            await asyncio.sleep(0.01)
        return first, await answered(door, "/atlas.html"), await answered(door, "/atlas.html")

    first, then, again = awaited(asked())
    assert first[0] == 503 and first[1]["retry-after"] and then[0] == again[0] == 200 and len(made) == 1
    assert then[1]["content-security-policy"] == "default-src 'none'; frame-ancestors 'self'"
    assert then[1]["x-content-type-options"] == "nosniff"


def test_an_exhibit_stands_alone_for_other_sites_to_frame_and_asks_nobody_for_anything(through):
    status, headers, body = awaited(answered(through, "/embed/overview/overview_levels.html?lang=en"))
    text, policy = body.decode(), headers["content-security-policy"]
    assert status == 200 and headers["content-type"].startswith("text/html") and text.count('class="leaf') == 1
    assert "<nav" not in text and '<html lang="en">' in text and "Haimen District" in text
    assert policy.startswith("default-src 'none'") and policy.endswith("frame-ancestors *")
    for page, name in (("overview", "nothing"), ("kiosk", "kiosk_near"), ("desk", "desk"), ("nothing", "overview_map")):
        assert awaited(answered(through, f"/embed/{page}/{name}.html"))[0] == 404


def test_the_picture_of_a_link_is_a_map_of_the_district(through):
    status, headers, body = awaited(answered(through, "/share.png"))
    assert (status, headers["content-type"], body[:8]) == (200, "image/png", b"\x89PNG\r\n\x1a\n")
    width, height = (int.from_bytes(body[at : at + 4], "big") for at in (16, 20))
    assert width >= 600 and height >= 315 and len(body) < 1_000_000
