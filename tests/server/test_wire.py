"""What a browser is told of a run, and what it shows then: the same as if it had been told everything."""

import tomllib
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit import config
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from outreach.home import PROJECT
from outreach.server import wire
from outreach.server.wire import NO_FRAGMENT, Wire, thrifty
from tests.conftest import awaited

DONE, EARLY, FRAGMENT_DONE = (
    ForwardMsg.FINISHED_SUCCESSFULLY,
    ForwardMsg.FINISHED_EARLY_FOR_RERUN,
    ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
)


@dataclass(frozen=True)
class Text:
    """An element without an id."""

    says: str


@dataclass(frozen=True)
class Slider:
    """An element with an id, which the browser keeps the visitor's own value of."""

    id: str
    label: str
    acts: bool = False


@dataclass(frozen=True)
class Box:
    """A block: a container, or an expander where it has a label."""

    inside: tuple = ()
    label: str = ""


def messages(page, path=(0,)):
    """The deltas that say a page, a tuple of texts, sliders and boxes, each in its place."""
    for i, one in enumerate(page):
        message = ForwardMsg()
        message.metadata.delta_path[:] = (*path, i)
        if isinstance(one, Box):
            block = message.delta.add_block
            block.expandable.label = one.label
            if not one.label:
                block.flex_container.SetInParent()
        elif isinstance(one, Slider):
            message.delta.new_element.slider.id, message.delta.new_element.slider.label = one.id, one.label
            message.delta.new_element.has_one_shot_effect = one.acts
        else:
            message.delta.new_element.markdown.body = one.says
        message.hash = repr(one if not isinstance(one, Box) else one.label)
        yield message.SerializeToString()
        if isinstance(one, Box):
            yield from messages(one.inside, (*path, i))


def run(page, name, number, end=DONE, said=None, fragments=()):
    """All the messages of a run, or the first `said` of its deltas."""
    begun = ForwardMsg()
    begun.new_session.page_script_hash, begun.new_session.main_script_hash = name, "main"
    begun.metadata.run.script_run_id = str(number)
    begun.metadata.run.fragment_ids[:] = fragments
    ended = ForwardMsg(script_finished=end)
    ended.metadata.run.CopyFrom(begun.metadata.run)
    return [begun.SerializeToString(), *list(messages(page))[:said], ended.SerializeToString()]


@dataclass
class Node:
    says: str
    kind: str
    id: str
    run: str
    fragment: str = ""
    inside: list = field(default_factory=list)


class Screen:
    """What Streamlit's browser makes of messages: a tree of nodes, and the elements it keeps aside."""

    def __init__(self):
        self.root, self.aside, self.run, self.fragments = Node("", "block", "", "", inside=[]), {}, "", []

    def hear(self, payload: bytes) -> None:
        message = ForwardMsg.FromString(payload)
        if message.HasField("new_session"):
            self.run, self.fragments = message.metadata.run.script_run_id, list(message.metadata.run.fragment_ids)
        elif message.HasField("script_finished"):
            if message.script_finished == DONE and not message.metadata.run.fragment_ids:
                self.root.inside = self._of_run(self.root.inside)
                self.aside = {}
        else:
            self._put(message)

    def _put(self, message: ForwardMsg) -> None:
        parent = self.root
        for i in list(message.metadata.delta_path)[1:-1]:
            parent = parent.inside[i]
            parent.run = self.run
        at = message.metadata.delta_path[-1]
        assert at <= len(parent.inside), "a place beyond the end"
        before = parent.inside[at] if at < len(parent.inside) else None
        what = message.delta.WhichOneof("type")
        put = getattr(message.delta, what)
        node = Node(message.hash, what + put.WhichOneof("type"), "", self.run)
        if what == "new_element":
            node.id = getattr(getattr(put, put.WhichOneof("type")), "id", "")
        elif before is not None and before.kind == node.kind:
            node.inside = before.inside
        if (
            before is not None
            and before.kind.startswith("new_element")
            and before.id not in ("", node.id)
            and before.run != self.run
        ):
            self.aside[before.id] = before
        parent.inside[at : at + 1] = [node]

    def _of_run(self, nodes: list[Node]) -> list[Node]:
        kept = [node for node in nodes if node.run == self.run]
        for node in kept:
            node.inside = self._of_run(node.inside)
        return kept

    def seen(self, nodes=None) -> list:
        """Everything in sight; an empty element takes no room."""
        nodes = self.root.inside if nodes is None else nodes
        return [(node.says, self.seen(node.inside)) for node in nodes if node.kind != "new_elementempty"]


def hear(wire: Wire, screen: Screen, told: list[bytes]) -> list[ForwardMsg]:
    """Let the screen hear what the wire makes of a run, and return the deltas it heard."""
    heard = [out for payload in told for out in wire.tell(payload)]
    for payload in heard:
        screen.hear(payload)
    return [message for message in map(ForwardMsg.FromString, heard) if message.HasField("delta")]


def begin(*pages):
    """A wire and a screen that have heard these runs of one page, and the number of deltas of each."""
    wire, screen = Wire(), Screen()
    return wire, screen, [len(hear(wire, screen, run(page, "gaps", number))) for number, page in enumerate(pages)]


TITLE, MAP, CHART = Text("设施缺口"), Text("map"), Text("chart")


def test_the_first_run_is_told_whole():
    assert begin((TITLE, Box((MAP, CHART))))[2] == [4]


def test_a_run_like_the_last_one_tells_nothing():
    page = (TITLE, Box((MAP, CHART)))
    assert begin(page, page, page)[2] == [4, 0, 0]


def test_only_what_differs_is_told():
    _, screen, told = begin((TITLE, Box((MAP, CHART))), (TITLE, Box((Text("another map"), CHART))))
    assert told == [4, 1]
    assert screen.seen()[1][1][0] == (repr(Text("another map")), [])


def test_a_setting_with_an_effect_of_its_own_is_told_again():
    page = (TITLE, Slider("weight", "权重", acts=True))
    assert begin(page, page)[2] == [2, 1]


def test_what_is_no_longer_said_gives_way_to_an_empty_element():
    _, screen, told = begin((TITLE, Box((MAP, CHART))), (TITLE, Box((MAP,))))
    assert told == [4, 1]
    assert screen.seen() == [(repr(TITLE), []), ("''", [(repr(MAP), [])])]


def test_what_is_said_beyond_the_end_is_added():
    _, screen, told = begin((TITLE,), (TITLE, MAP, CHART))
    assert told == [1, 2]
    assert len(screen.seen()) == 3


def test_an_element_with_an_id_that_gives_way_has_the_run_told_whole():
    _, screen, told = begin((TITLE, Slider("weight", "权重"), MAP), (TITLE, MAP, CHART))
    assert told[1] == 3
    assert screen.aside == {}


def test_another_page_is_told_whole():
    wire, screen, _ = begin((TITLE, MAP))
    assert len(hear(wire, screen, run((TITLE, CHART), "overview", 9))) == 2


def test_a_run_in_differences_leaves_the_rest_alone():
    wire = Wire()
    page = (TITLE, MAP)
    for number in range(2):
        heard = [ForwardMsg.FromString(out) for payload in run(page, "gaps", number) for out in wire.tell(payload)]
    assert [list(message.metadata.run.fragment_ids) for message in heard] == [[NO_FRAGMENT], [NO_FRAGMENT]]
    assert heard[0].metadata.run.script_run_id == "1"


def test_no_message_is_so_large_that_it_is_named_by_its_hash_alone():
    settings = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["global"]["minCachedMessageSize"] > config.get_option("server.maxMessageSize") * 1024**2


def test_a_message_named_by_its_hash_alone_is_never_passed_on():
    named = ForwardMsg(ref_hash="a large one, told before in a way that the browser does not keep")
    named.metadata.delta_path[:] = [0, 0]
    for begun in (False, True):
        wire, _, _ = begin(*[(MAP, TITLE)] * begun)
        heard = [out for payload in run((MAP, TITLE), "gaps", 1)[:1] for out in wire.tell(payload)]
        assert len(heard) == 1
        with pytest.raises(ValueError, match="by its hash alone"):
            list(wire.tell(named.SerializeToString()))


def test_a_fragment_is_told_as_it_comes_and_a_box_it_has_filled_is_told_whole_next():
    wire, screen, _ = begin((TITLE, Box()))
    filled = (TITLE, Box((MAP,)))
    opened = run(filled, "gaps", 1, end=FRAGMENT_DONE, fragments=("rows",))
    assert len(hear(wire, screen, opened)) == 3
    assert len(hear(wire, screen, run(filled, "gaps", 2))) == 3
    assert len(hear(wire, screen, run(filled, "gaps", 3))) == 0


elements = st.one_of(
    st.builds(Text, st.sampled_from("abc")),
    st.builds(Slider, st.sampled_from(["one", "two"]), st.sampled_from("xy"), st.booleans()),
)
boxes = st.recursive(
    elements,
    lambda inside: st.builds(Box, st.lists(inside, max_size=4).map(tuple), st.sampled_from(["", "", "open"])),
    max_leaves=12,
)
pages = st.lists(boxes, max_size=5).map(tuple)
runs = st.lists(
    st.tuples(pages, st.sampled_from(["gaps", "gaps", "gaps", "bases"]), st.one_of(st.none(), st.integers(0, 6))),
    min_size=1,
    max_size=7,
)


@given(runs, pages, st.booleans())
def test_the_screen_shows_what_the_last_whole_run_said_however_it_was_told(before, last, elsewhere):
    wire, screen, plain = Wire(), Screen(), Screen()
    for number, (page, name, said) in enumerate([*before, (last, "bases" if elsewhere else "gaps", None)]):
        told = run(page, name, number, DONE if said is None else EARLY, said)
        hear(wire, screen, told)
        for payload in told:
            plain.hear(payload)
    assert screen.seen() == plain.seen()
    assert screen.aside == {}


def test_a_quick_run_in_differences_is_sent_at_its_end(monkeypatch):
    monkeypatch.setattr(wire, "HOLD_S", 60)
    sent = []

    async def send(event):
        sent.append(event)

    async def visit():
        told = thrifty(send)
        first, second = run((TITLE, MAP), "gaps", 0), run((TITLE, CHART), "gaps", 1)
        counts = []
        for payload in (*first, *second):
            await told({"type": "websocket.send", "bytes": payload})
            counts.append(len(sent))
        await told({"type": "websocket.close"})
        return counts

    assert awaited(visit()) == [1, 2, 3, 4, 4, 4, 4, 7]
    assert sent[-1] == {"type": "websocket.close"}


def test_what_is_no_part_of_the_page_is_told_once_though_the_page_is_told_anew():
    wire, screen, _ = begin((Slider("s", "one"), Text("here")))
    leave = ForwardMsg(page_info_changed={"query_string": "lang=en"}).SerializeToString()
    told = run((Text("another"), Text("here")), "gaps", 1)
    told.insert(1, leave)
    heard = [out for payload in told for out in wire.tell(payload)]
    assert heard.count(leave) == 1
    for payload in heard:
        if payload != leave:
            screen.hear(payload)
    assert screen.seen() == [("Text(says='another')", []), ("Text(says='here')", [])]


def sign(*words):
    """What says that there is something to wait for, in the place of the page's first element; without words it is taken back."""
    message = ForwardMsg(hash=f"sign {words}")
    message.metadata.delta_path[:] = (0, 0)
    message.delta.new_transient.SetInParent()
    for one in words:
        message.delta.new_transient.elements.add().markdown.body = one
    return message.SerializeToString()


def test_a_sign_of_waiting_taken_back_before_it_was_shown_is_no_difference():
    told, page = Wire(), (Text("a"), Text("b"))
    first, second = run(page, "p", 1), run(page, "p", 2)
    for payload in first:
        list(told.tell(payload))
    said = [one for payload in (second[0], sign(), *second[1:]) for one in told.tell(payload)]
    assert [ForwardMsg.FromString(one).WhichOneof("type") for one in said] == ["new_session", "script_finished"]


def test_a_sign_of_waiting_that_is_shown_has_the_run_told_whole():
    told, page = Wire(), (Text("a"), Text("b"))
    first, second = run(page, "p", 1), run(page, "p", 2)
    for payload in first:
        list(told.tell(payload))
    second[1:1] = [sign("wait"), sign()]
    assert [one for payload in second for one in told.tell(payload)][-5:] == second[-5:]


def test_the_run_after_an_address_was_first_opened_tells_differences_though_the_first_one_did_not_know_its_page():
    told, page = Wire(), (Text("a"), Text("b"))
    first, second = run(page, "main", 1), run(page, "gaps", 2)
    led = ForwardMsg()
    led.navigation.page_script_hash = "gaps"
    first.insert(1, led.SerializeToString())
    assert [one for payload in first for one in told.tell(payload)] == first
    assert len([one for payload in second for one in told.tell(payload)]) == 2
