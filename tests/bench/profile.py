"""Where the browser's own time goes when one of our pages is opened again and acted upon: what holds an aim that is missed."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Browser

from tests.bench.browsing import Case, after, finished, opened, watched

EVERY_US = 500
PARTS = (
    ("Vega", r"embed|vega"),
    ("deck.gl", r"DeckGl|^dist\.|get-attribute|opacities"),
    ("React", r"react"),
    ("text and its cleaning", r"Markdown|purify"),
    ("styles in script", r"emotion|styled"),
)
REST = "Streamlit's other scripts"
BROWSER = {"(program)": "the browser: layout, painting, the graphics process", "(garbage collector)": "clearing memory"}


def parts(profile: Mapping[str, Any]) -> dict[str, float]:
    """The milliseconds of a V8 sampling profile by part; a native function counts for the script that called it, idling for none."""
    nodes = {one["id"]: one["callFrame"] for one in profile["nodes"]}
    parent = {child: one["id"] for one in profile["nodes"] for child in one.get("children", [])}
    found: Counter[str] = Counter()
    for node, took in zip(profile["samples"], profile["timeDeltas"], strict=True):
        name = nodes[node]["functionName"]
        if name in ("(idle)", "(root)"):
            continue
        while not nodes[node]["url"] and node in parent:
            node = parent[node]
        script = nodes[node]["url"].rpartition("/")[2]
        part = next((part for part, pattern in PARTS if re.search(pattern, script)), REST)
        found[BROWSER.get(name, part)] += took / 1000
    return dict(found)


def profiled(browser: Browser, case: Case, view: Any) -> dict[str, dict[str, float]]:
    """The parts of a warm opening and of an act of the case, in milliseconds each."""
    context = browser.new_context(viewport=view)
    opened(context, case, "").close()
    page, _ = watched(context)
    client = page.context.new_cdp_session(page)
    client.send("Profiler.enable")
    client.send("Profiler.setSamplingInterval", {"interval": EVERY_US})
    client.send("Profiler.start")
    page.goto(case.server.address + case.path, wait_until="commit", timeout=90_000)
    finished(page)
    told = {"warm": parts(client.send("Profiler.stop")["profile"])}
    if case.unfolds:
        case.unfolds(page)
    for act in case.acts[:1]:
        client.send("Profiler.start")
        after(page, act, case.moves)
        told["act"] = parts(client.send("Profiler.stop")["profile"])
    context.close()
    return told
