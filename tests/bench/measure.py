"""Measures our pages beside the rivals in one run and writes docs/performance.md: `make bench`.

    python -m tests.bench.measure --bundle DECK.GL.js [--rounds 7] [--pages overview literacy gaps siting] [--out docs/performance.md]

The rivals take turns within every round. To try: --rounds 2 --pages gaps --seconds 0 --out /dev/null.
With --beside before=DIRECTORY another state of this project takes its turns too, to see what a change was worth.
"""

import argparse
import asyncio
import shlex
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from playwright.sync_api import Browser, Error, sync_playwright

from outreach.measures import gaps
from tests.bench import profile, report, visitor
from tests.bench.browsing import CHROMIUM, SLOWER, Act, Case, after, click, opened, town, unfold
from tests.bench.report import AS_SHIPPED
from tests.bench.report import DASH as IN_DASH
from tests.bench.report import OURS as IN_OURS
from tests.bench.report import STATIC as AS_STATIC
from tests.bench.rivals import static_page
from tests.bench.rivals.shared import ACTS, PAGES
from tests.bench.servers import DASH, EMPTY, OURS, ROOT, STATIC, Server, serving, wait_for
from tests.towns import BAOCHANG, YUELAI

BUILT = ROOT / "build" / "bench"
VIEW = {"width": 1366, "height": 768}
EACH_ACTS = 20  # of a light visitor, in every round
KINDS = {IN_OURS: "streamlit", IN_DASH: "dash", AS_SHIPPED: "streamlit"}
BELOW = {"overview": "设施缺口"}  # where our menu leads on from a page; from the others to the overview


def cases(servers: dict[str, Server], pages: list[str]) -> list[Case]:
    """Every page of every rival, in the order in which they take turns."""
    found = []
    for page in pages:
        onward = "gaps" if page == "overview" else "overview"
        found += [
            Case(
                page,
                IN_OURS,
                servers[IN_OURS],
                f"/{'' if page == 'overview' else page}?lang=zh",
                _acts(page, "[data-testid='stDeckGlJsonChart']", 'button:has-text("{}")', ("几何平均", "算术平均")),
                click(f'[data-testid="stSidebar"] a:has-text("{BELOW.get(page, "总览")}")'),
                unfold("权重与方法") if page == "gaps" else None,
                moves=True,
            ),
            Case(
                page,
                IN_DASH,
                servers[IN_DASH],
                f"/{page}",
                _acts(page, ".map", '#gaps-mean input[value="{}"]', ("geometric", "arithmetic")),
                click(f"#to-{onward}"),
            ),
            Case(page, AS_STATIC, servers[AS_STATIC], f"/{page}.html"),
        ]
        mine = found[-3]
        others = [name for name in servers if name not in (IN_OURS, AS_SHIPPED, IN_DASH, AS_STATIC)]
        found += [replace(mine, name=name, server=servers[name], found={}) for name in others]
    return found


def _acts(page: str, on: str, button: str, options: tuple[str, ...]) -> tuple[Act, ...]:
    if ACTS[page].on_map:
        return town(BAOCHANG, on), town(YUELAI, on)
    return tuple(click(button.format(option)) for option in options)


def visit(browser: Browser, case: Case, weak: bool) -> None:
    """Come for the first time, over the line; come again, act, and go to another page; come again over the line, or on a
    slower processor."""
    context = browser.new_context(viewport=VIEW)
    opened(context, case, "cold line", line=True).close()
    page = opened(context, case, "warm")
    if case.acts:
        if case.unfolds:
            case.unfolds(page)
        for act in case.acts:
            on_map, last = after(page, act, case.moves)
            case.note("act map", on_map)
            case.note("act", last)
    if case.onward:
        on_map, last = after(page, case.onward, moves=True)
        case.note("onward map", on_map)
        case.note("onward", last)
    page.close()
    if weak:
        opened(context, case, "warm line", line=True).close()
        opened(context, case, "warm slow", slower=SLOWER).close()
    context.close()


def in_any_case(browser: Browser, case: Case, weak: bool) -> None:
    """A visit; one that comes to nothing is told of and made once more, and what it noted does not count."""
    before = {what: list(values) for what, values in case.found.items()}
    for _ in range(2):
        try:
            visit(browser, case, weak)
            return
        except (Error, RuntimeError) as error:
            print(f"  {case.page} {case.name} came to nothing: {str(error)[:200]}", flush=True)
            case.found = {what: list(values) for what, values in before.items()}
            for context in browser.contexts:
                context.close()


def robustness_ms(times: int) -> float:
    """A thousand runs of the gap index of twelve towns with five parts, in milliseconds."""
    columns = ["facilities", "coverage", "access", "tiers", "literacy"]
    table = pd.DataFrame(np.random.default_rng(1).uniform(0, 100, (12, 5)), columns=columns)
    took = []
    for _ in range(times):
        start = time.perf_counter()
        gaps.robustness.robustness(table)
        took.append(1000 * (time.perf_counter() - start))
    return float(np.median(took))


@contextmanager
def servers(bundle: Path, beside: dict[str, str]) -> Iterator[dict[str, Server]]:
    """The rivals, each on its port, ours warmed up."""
    static_page.write(BUILT / "static", bundle)
    with ExitStack() as stack:
        found = {
            IN_OURS: stack.enter_context(serving(OURS, "/_stcore/health", OUTREACH_PER_ADDRESS="10000")),
            AS_SHIPPED: stack.enter_context(
                serving(
                    EMPTY,
                    "/_stcore/health",
                    STREAMLIT_RUNNER_POST_SCRIPT_GC="true",
                    STREAMLIT_RUNNER_MAGIC_ENABLED="true",
                )
            ),
            IN_DASH: stack.enter_context(serving(DASH, "/")),
            AS_STATIC: stack.enter_context(serving(STATIC, f"/{PAGES[0]}.html", BENCH_STATIC=str(BUILT / "static"))),
        }
        for name, root in beside.items():
            command = ["/bin/sh", "-c", f"cd {shlex.quote(root)} && exec {shlex.join(OURS)}"]
            found[name] = stack.enter_context(
                serving(command, "/_stcore/health", OUTREACH_PER_ADDRESS="10000", PYTHONPATH=root)
            )
        for name in (IN_OURS, *beside):
            wait_for(f"{found[name].address}/ready")
        yield found


def rounds(found: dict[str, Server], tried: list[Case], times: int, weak: int) -> report.Profiles:
    """So many rounds, in each of which everybody has a turn at everything; then where our own pages' time goes."""
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM) as browser,
    ):
        for turn in range(times):
            for case in tried:
                in_any_case(browser, case, weak=turn < weak)
                print(f"  {case.page} {case.name}: {case.newest()}", flush=True)
            print(f"round {turn + 1} of {times}", flush=True)
        told = {
            case.page: profile.profiled(browser, replace(case, found={}), VIEW)
            for case in tried
            if case.name == IN_OURS
        }
    for _ in range(times):
        for case in tried:
            if case.name != AS_STATIC:
                kind = KINDS.get(case.name, KINDS[IN_OURS])
                cpu, took = asyncio.run(visitor.steady(kind, found[case.name], case.page, EACH_ACTS))
                case.note("cpu", cpu)
                case.note("answer", took)
    return told


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bundle", type=Path, default=BUILT / "package" / "dist.min.js", help="deck.gl's dist.min.js")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument(
        "--weak", type=int, default=3, help="how many of them come again over the line and on a slower processor"
    )
    parser.add_argument("--pages", nargs="*", choices=PAGES, default=list(PAGES))
    parser.add_argument("--seconds", type=float, default=10, help="how long each crowd acts; 0 for no crowds")
    parser.add_argument("--most", type=int, default=320, help="the largest crowd tried")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "performance.md")
    parser.add_argument(
        "--beside", nargs="*", default=[], metavar="NAME=DIRECTORY", help="other states of this project"
    )
    asked = parser.parse_args()
    beside = dict(one.split("=", 1) for one in asked.beside)
    began = time.monotonic()
    with servers(asked.bundle, beside) as found:
        tried = cases(found, asked.pages)
        profiles = rounds(found, tried, asked.rounds, asked.weak)
        kinds = {name: (KINDS[name], found[name]) for name in (IN_OURS, IN_DASH)}
        crowds = visitor.held(kinds, "gaps", asked.seconds, asked.most) if asked.seconds else {}
        took_s = time.monotonic() - began
        told = report.Told(tried, found, crowds, profiles, robustness_ms(asked.rounds), asked.rounds, took_s)
        text = report.written(told)
    asked.out.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
