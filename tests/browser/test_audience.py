"""What an audience may not see never comes over the wire, whatever address, header or cookie asks for it."""

import asyncio

import pytest
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from outreach.contents import ALWAYS
from outreach.selection import PARAMETERS
from outreach.tables import backup
from outreach.words import load
from tests.browser.conftest import COLD, serving
from tests.conftest import awaited
from tests.towns import CHANGLE

HEADERS = {
    "X-Outreach-Audience": "internal",
    "Outreach-Audience": "internal",
    "X-Forwarded-User": "admin",
    "X-Streamlit-User": "admin",
    "Cookie": "audience=internal; OUTREACH_AUDIENCE=internal; outreach=internal",
}
WIDER = "audience=internal&OUTREACH_AUDIENCE=internal&internal=1&embed=true&embed_options=show_toolbar"
HELD = {
    "notes": "1",
    "room": "abc",
    "story": "own",
    "scene": "literacy",
    "since": "2026-01-01",
    "table": "bases",
    "area": CHANGLE,
    "base": "zhang-jian-memorial",
    "unit": "science-association",
    "site": "121.2500,31.9500",
    "mode": "browse",
    "drawing": "vector",
}
SECRET = "都出自前面各页，没有另加数字"  # of the speaker's notes
PARTS = (
    "outreach_notes",
    "outreach_list",
    "outreach_add",
    "outreach_keep",
    "scenes.toml",
    "file_uploader",
    "moon_museum",
    "bases.csv:2",
)
SAID = ("briefing.arrange", "briefing.add", "briefing.notes")


def told(address: str, pages, query: str) -> dict[str, str]:
    """Every byte the server sends for each page to somebody who claims to be from inside, as text."""

    async def opened(page: str) -> str:
        where = address.replace("http", "ws") + "/_stcore/stream"
        async with websockets.connect(
            where, subprotocols=["streamlit"], max_size=None, origin=address, additional_headers=HEADERS
        ) as socket:
            asked = BackMsg()
            asked.rerun_script.query_string = query
            asked.rerun_script.page_name = "" if page == "overview" else page
            await socket.send(asked.SerializeToString())
            found = []
            while True:
                found.append(await asyncio.wait_for(socket.recv(), 120))
                answer = ForwardMsg()
                answer.ParseFromString(found[-1])
                if answer.WhichOneof("type") == "script_finished":
                    break
            sent = b"".join(found).decode("utf-8", "ignore")
            return sent + sent.encode("ascii", "ignore").decode(
                "unicode_escape", "ignore"
            )  # a component's data are escaped

    async def all_of_them() -> dict[str, str]:
        return {page: await opened(page) for page in pages}

    return awaited(all_of_them())


@pytest.fixture
def broken(copied):
    """A district that was good once, with a table broken since."""
    assert backup.save(copied)
    bases = copied / "data" / "bases.csv"
    bases.write_bytes(bases.read_bytes().replace(b"science_museum", b"moon_museum", 1))
    return copied


def held(given: dict[str, str]) -> str:
    return "&".join([*(f"{name}={value}" for name, value in given.items()), WIDER])


def test_the_public_gets_nothing_of_what_is_for_inside(broken):
    say = load("zh")
    inside = [*PARTS, SECRET, *(say(one) for one in SAID)]
    assert set(HELD) <= set(PARAMETERS)
    with serving(*COLD, OUTREACH_AUDIENCE="public", OUTREACH_HOME=str(broken)) as public:
        sent = told(public, ALWAYS, held(HELD))
        sent |= {
            f"{page}, presented": text
            for page, text in told(public, ["gaps"], held({**HELD, "mode": "present"})).items()
        }
    assert {
        page: [one for one in inside if one in text]
        for page, text in sent.items()
        if any(one in text for one in inside)
    } == {}


def test_inside_all_of_it_is_there(address):
    """Else nothing would be proved above."""
    notes, gaps = (
        told(address, [page], query)[page] for page, query in (("briefing", "notes=1&room=abc"), ("gaps", "lang=zh"))
    )
    briefing = told(address, ["briefing"], "lang=zh")["briefing"]
    assert SECRET in notes and "outreach_notes" in notes and "outreach_list" in briefing and "outreach_add" in gaps
    assert all(load("zh")(one) in notes + briefing + gaps for one in SAID)


def test_on_the_museums_screen_every_address_is_answered_by_what_it_shows(broken):
    with serving(*COLD, OUTREACH_AUDIENCE="kiosk", OUTREACH_HOME=str(broken)) as screen:
        sent = told(screen, ["overview", "briefing", "kiosk"], held(HELD))
    inside = [*PARTS, SECRET, "outreach_stage", "arrow_data_frame", "download_button"]
    assert {
        page: [one for one in inside if one in text]
        for page, text in sent.items()
        if any(one in text for one in inside)
    } == {}
