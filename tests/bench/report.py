"""What the benchmark found, as Markdown: every median, and each aim with its ratio and whether it is met."""

import os
import platform
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import psutil

from tests.bench.browsing import LINE_MBIT, LINE_MS, QUIET_MS, SLOWER, Case
from tests.bench.servers import Server

OURS, AS_SHIPPED, DASH, STATIC = "ours", "empty Streamlit page, as shipped", "Dash", "static page"
COLUMNS = {
    "warm map": "warm: map",
    "warm": "warm: last",
    "act map": "act: map",
    "act": "act: last",
    "onward map": "page change: map",
    "onward": "page change: last",
    "cpu": "server CPU an act",
    "answer": "answer to an act",
}
OVER_THE_LINE = {
    "cold line map": "first visit: map",
    "cold line": "first visit: last",
    "cold line kB": "first visit kB",
    "warm line map": "warm: map",
    "warm line": "warm: last",
    "warm line kB": "warm kB",
    "warm slow map": "slower processor: map",
    "warm slow": "slower processor: last",
}
AIMS = (
    ("warm", DASH, 0.9),
    ("warm", STATIC, 1.15),
    ("act map", DASH, 0.7),
    ("act", DASH, 1.0),
    ("onward map", DASH, 1.0),
    ("onward", DASH, 1.2),
    ("cpu", DASH, 1.0),
    ("cold line", DASH, 0.7),
)
VISITORS, MEGABYTES, HEALTHY_S = 1.0, 1.0, 2.0


Profiles = dict[str, dict[str, dict[str, float]]]


@dataclass(frozen=True)
class Told:
    """What was measured: the cases with their values, the servers, visitors and MB a visitor of a process by name, and by page
    where our own time goes (`profile.profiled`)."""

    cases: list[Case]
    servers: dict[str, Server]
    crowds: dict[str, tuple[int, float]]
    profiles: Profiles
    robust_ms: float
    rounds: int
    took_s: float


def machine() -> str:
    """Processor, cores and memory, as the system tells them."""
    told = Path("/proc/cpuinfo").read_text(encoding="utf-8") if Path("/proc/cpuinfo").is_file() else ""
    model = re.search(r"model name\s*:\s*(.+)", told)
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"{model[1] if model else platform.processor() or platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GiB"
    )


def _table(cases: list[Case], columns: dict[str, str]) -> str:
    lines = [f"| page | | {' | '.join(columns.values())} |", f"|{'---|' * (len(columns) + 2)}"]
    for case in cases:
        cells = ["" if (found := case.middle(one)) is None else f"{found:,.0f}" for one in columns]
        lines.append(f"| {case.page} | {case.name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _judged(name: str, measured: float, aim: float, at_least: bool = False) -> str:
    met = measured >= aim if at_least else measured <= aim
    return f"| {name} | {measured:.2f} | {'≥' if at_least else '≤'} {aim:g} | {'✓' if met else '✗'} |"


def _aims(told: Told) -> list[str]:
    rows = []
    names = {**OVER_THE_LINE, **COLUMNS}
    for page in dict.fromkeys(case.page for case in told.cases):
        by_name = {case.name: case for case in told.cases if case.page == page}
        for what, rival, most in AIMS:
            mine, theirs = by_name[OURS].middle(what), by_name[rival].middle(what)
            if mine is not None and theirs:
                rows.append(_judged(f"{page}: {names[what]} ÷ {rival}", mine / theirs, most))
    if told.crowds:
        ratio = told.crowds[OURS][0] / max(told.crowds[DASH][0], 1)
        rows.append(_judged("visitors a process ÷ Dash", ratio, VISITORS, at_least=True))
        rows.append(_judged("MB a visitor", told.crowds[OURS][1], MEGABYTES))
    rows.append(_judged("seconds from start to healthy", told.servers[OURS].healthy_s, HEALTHY_S))
    return rows


def _profile(profiles: Profiles) -> str:
    """What the browser is at by part, a column for every page's opening and act; the largest part first."""
    columns = [(page, what) for page, told in profiles.items() for what in told]
    parts = {
        part: sum(profiles[page][what].get(part, 0) for page, what in columns)
        for page, what in columns
        for part in profiles[page][what]
    }
    head = f"| | {' | '.join(f'{page}: {what}' for page, what in columns)} |\n|{'---|' * (len(columns) + 1)}\n"
    return head + "".join(
        f"| {part} | {' | '.join(f'{profiles[page][what].get(part, 0):,.0f}' for page, what in columns)} |\n"
        for part in sorted(parts, key=parts.__getitem__, reverse=True)
    )


def written(told: Told) -> str:
    """The whole as a page of the documentation."""
    aims = "\n".join(_aims(told))
    people = "".join(f"| {name} | {many} | {much:.2f} |\n" for name, (many, much) in told.crowds.items())
    healthy = "".join(f"| {name} | {server.healthy_s:.1f} |\n" for name, server in told.servers.items())
    crowds = (
        f"""
## Visitors one process holds

One act every five seconds once all have opened the gaps page, 95th percentile below 500 ms.

| | visitors | MB a visitor |
|---|---|---|
{people}"""
        if people
        else ""
    )
    return f"""# Performance

Written by `make bench` on {date.today()}, in {told.took_s / 60:.0f} minutes, on {machine()}; medians of {told.rounds} rounds,
headless Chromium with a software renderer, everything in one run on one machine, the rivals in turn within each round. Ratios
within a run are what can be compared; milliseconds depend on the machine and on what else it was doing (load average
{os.getloadavg()[0]:.1f} at the end).

All draw the same: the same deck.gl JSON, the same Vega-Lite specs, the same tables and figures, taken from our pages as values
(`tests/bench/rivals/`). The Dash page is drawn with dash-deck, dash-vega-components and Dash's own tags; one callback tells
anew what an act can change and nothing else; what was worked out or serialised once is kept, as ours is; answers are
compressed. Its deck.gl (8.2) wants a text's letters named, the one change to a map's JSON. The static page is HTML with
deck.gl and Vega-Embed, compressed and kept by the browser as our own files are; it cannot answer.

The map is there at its first frame with just as much on it as it has at rest; the last mark is the last thing an eye can see (a
canvas drawn upon, the document changed) before {QUIET_MS} ms of quiet in which the page is not at work either. An act is
counted from the moment the button is lifted: a click on a town of the map (on gaps: the kind of mean; on siting: a site set by
hand), in both. The server's time for an act is the processor's, of a light visitor who acts without a pause.

Milliseconds:

{_table(told.cases, COLUMNS)}

Over a line of {LINE_MBIT} Mbit/s and {LINE_MS} ms, and warm on a processor {SLOWER} times slower (the renderer of maps is not slowed):

{_table(told.cases, OVER_THE_LINE)}

## Aims

| | measured | aim | |
|---|---|---|---|
{aims}

What holds those that are missed: where our pages' time goes in the browser when they are opened again and acted upon, in
milliseconds of its main thread while the profiler looks on. Of an act the server spends rather more than half on running the
page again, each element of which Streamlit makes anew, and the rest on hashing, comparing and sending them; Dash runs one
callback.

{_profile(told.profiles)}{crowds}
## From start to healthy

| | s |
|---|---|
{healthy}
## Measures

A thousand runs of the gap index of twelve towns take {told.robust_ms:.0f} ms (aim: below 500).
"""
