"""What a run of a page tells the browser: only what the browser does not show already.

Streamlit says every element of a page anew at each run, and the browser takes each in, though most are as they were. Of a
further run of the same page only what differs is let through here, told in the way Streamlit tells a fragment, which leaves
the rest of the page alone; where something is no longer said, an empty element takes its place. Whether an element differs
is Streamlit's own judgement: its browser too keeps what has the same hash and no effect beyond what it shows.

An element with an id is kept aside by the browser when another takes its place, until a whole run has ended. A run that
does so, or anything else that differences cannot say, is told whole, from its beginning.

Measured in turns on a quiet machine (gaps page, four rounds): an act is all drawn after 240 to 290 ms instead of 370 to 540,
and a page opened again takes 82 kB instead of 105.

Streamlit's own way to spare large messages, by their hash alone, is put out of use in .streamlit/config.toml: it counts on
the browser having been told every one of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from time import monotonic
from typing import Any

from starlette.types import Message, Send

from outreach.server import inside
from outreach.server.inside import ForwardMsg as ForwardMsg

Path = tuple[int, ...]
NO_FRAGMENT = (
    "differences"  # a fragment that no element belongs to: to leave all others alone is all that is wanted of it
)
LISTENING = frozenset({"chat_input", "text_input", "text_area"})  # they wait for the end of a whole run
HOLD_S = 0.25  # a run in differences that ends sooner is told at its end
START_AGAIN = 1012  # the code of a connection that is to be made anew


@dataclass(frozen=True)
class Shown:
    """What the browser shows at one place: the message's hash, what kind of thing it is, and the run that said so.

    kind is element, block or anything else, and its type; id is an element's own, None where it is not known.
    """

    hash: str
    kind: tuple[str, str]
    id: str | None
    run: str


NOTHING = ("new_element", "empty")


class Wire:
    """What one browser has been told over one connection, and so what it need not be told again."""

    def __init__(self) -> None:
        self._shown: dict[Path, Shown] = {}
        self._whole = False  # whether the browser shows what _shown says and nothing else
        self._page = ""
        self._run = ""
        self._fragments = False
        self.differing = False
        self._said: list[bytes] = []  # of the page by the run under way, as long as it tells differences

    def tell(self, payload: bytes) -> Iterator[bytes]:
        """The messages to send in place of this one: itself, it in another form, none, or all that was held back before it."""
        message = ForwardMsg.FromString(payload)
        kind = message.WhichOneof("type")
        if kind == "new_session":
            yield self._begun(message, payload)
        elif kind == "script_finished":
            yield from self._finished(message, payload)
        elif kind in ("delta", "ref_hash"):
            yield from self._told(message, payload)
        else:
            if kind == "navigation" and not self._fragments:
                self._page = (
                    message.navigation.page_script_hash
                )  # of an address first opened the run's beginning does not say it
            yield payload

    def _begun(self, message: Any, payload: bytes) -> bytes:
        page = message.new_session.page_script_hash
        self._run, self._fragments = message.metadata.run.script_run_id, bool(message.metadata.run.fragment_ids)
        self.differing = self._whole and page == self._page and not self._fragments
        self._said = [payload] if self.differing else []
        self._page = page
        if self.differing:
            return _leaving_the_rest(message)
        if not self._fragments:
            self._shown, self._whole = {}, False
        return payload

    def _finished(self, message: Any, payload: bytes) -> Iterator[bytes]:
        done = message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
        if self.differing and done:
            gone = [path for path, one in self._shown.items() if one.run != self._run and one.kind != NOTHING]
            if any(self._shown[path].id != "" for path in gone):
                yield from self._all_of_it()
            else:
                yield from (self._emptied(path) for path in gone if path in self._shown)
        if self.differing and done:
            yield _leaving_the_rest(message)
        else:
            yield payload
        self._whole = self._whole or (done and not self._fragments)
        self._said, self.differing = [], False

    def _told(self, message: Any, payload: bytes) -> Iterator[bytes]:
        path, said = tuple(message.metadata.delta_path), self._read(message)
        before = self._shown.get(path)
        if not self.differing:
            if self._fragments and (before is None or before.kind != said.kind):
                self._whole = False
            self._note(path, said)
            yield payload
            return
        self._said.append(payload)
        if _clears_nothing(message, before):
            return
        if said.kind[0] not in ("new_element", "add_block") or said.kind[1] in LISTENING or _put_aside(before, said):
            yield from self._all_of_it()
            return
        self._note(path, said)
        if before is None or before.hash != said.hash or _acts(message):
            yield payload

    def _read(self, message: Any) -> Shown:
        if not message.HasField("delta"):
            raise ValueError("a message was named by its hash alone, which the browser need not have")
        return Shown(message.hash, *_kind(message.delta), self._run)

    def _note(self, path: Path, said: Shown) -> None:
        """Keep what stands at this place now; only a block of the same type takes over what was inside the one before."""
        before = self._shown.get(path)
        if before is not None and before.kind[0] == "add_block" and before.kind != said.kind:
            self._shown = {one: shown for one, shown in self._shown.items() if one[: len(path)] != path}
        self._shown[path] = said

    def _emptied(self, path: Path) -> bytes:
        message = ForwardMsg()
        message.metadata.delta_path[:] = path
        message.metadata.active_script_hash = ForwardMsg.FromString(self._said[0]).new_session.main_script_hash
        message.delta.new_element.empty.SetInParent()
        self._note(path, Shown("", NOTHING, "", self._run))
        return bytes(message.SerializeToString())

    def _all_of_it(self) -> Iterator[bytes]:
        """Everything the run has said of the page so far, in Streamlit's own way; what it says from now on is told as it comes."""
        said, self._said, self.differing = self._said, [], False
        self._shown, self._whole = {}, False
        for payload in said:
            message = ForwardMsg.FromString(payload)
            yield from [payload] if message.HasField("new_session") else self._told(message, payload)


def _kind(delta: Any) -> tuple[tuple[str, str], str]:
    """What a delta puts on the page (element, block or anything else, and its type), and an element's id."""
    what = delta.WhichOneof("type") or ""
    put: Any = getattr(delta, what, None)
    type_ = (put.WhichOneof("type") or "") if what in ("new_element", "add_block") else ""
    return (what, type_), getattr(getattr(put, type_, None), "id", "") if what == "new_element" else ""


def _put_aside(before: Shown | None, said: Shown) -> bool:
    """Whether the browser would keep aside what stood here, because it has an id and another takes its place."""
    return (
        before is not None
        and before.hash != said.hash
        and before.kind[0] != "add_block"
        and before.id != ""
        and before.id != said.id
    )


def _clears_nothing(message: Any, before: Shown | None) -> bool:
    """Whether a sign of waiting is taken back that was never shown, because what was waited for took no time."""
    over = (
        message.HasField("delta")
        and message.delta.HasField("new_transient")
        and not message.delta.new_transient.elements
    )
    return over and before is not None and before.kind[0] != "new_transient"


def _acts(message: Any) -> bool:
    return bool(
        message.HasField("delta")
        and message.delta.HasField("new_element")
        and message.delta.new_element.has_one_shot_effect
    )


def _leaving_the_rest(message: Any) -> bytes:
    message.metadata.run.fragment_ids[:] = [NO_FRAGMENT]
    return bytes(message.SerializeToString())


def thrifty(send: Send) -> Send:
    """The `send` of a websocket's ASGI scope that leaves out what the browser shows already.

    What a quick run has to tell is told at its end and at once, so that the browser lays the page out once, and does not
    take the processor from the server meanwhile; a run that takes longer is told as it comes. Where this Streamlit's
    messages cannot be taken apart after all, this connection is ended: the browser makes another, which is told everything.
    """
    wire = Wire()
    held: list[Message] = []
    began = 0.0

    async def sent(event: Message) -> None:
        nonlocal began
        if event["type"] != "websocket.send" or event.get("bytes") is None:
            await send(event)
            return
        idle = not wire.differing
        try:
            out = [{**event, "bytes": payload} for payload in wire.tell(event["bytes"])]
        except inside.BREAKS as error:
            inside.fails("wire", error)
            await send({"type": "websocket.close", "code": START_AGAIN})
            return
        if wire.differing and idle:
            began = monotonic()
        held.extend(out)
        if not wire.differing or monotonic() - began > HOLD_S:
            for one in held:
                await send(one)
            held.clear()

    return sent if inside.has("wire") else send
