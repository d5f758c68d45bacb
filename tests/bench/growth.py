"""Measures how a page and an act on it grow with towns and bases, by processor time and bytes, and writes docs/growth.md.

python -m tests.bench.growth [--towns 12 130 1300] [--bases 20 2000 20000] [--pages overview gaps] [--out docs/growth.md]
"""

import argparse
import asyncio
import subprocess
import sys
from datetime import date
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

import pandas as pd
import websockets

from tests.bench.servers import OURS, ROOT, Server, serving
from tests.bench.visitor import run

TIMES = 5
COLD = [
    part.replace("outreach.server.application", "tests.browser.cold") for part in OURS
]  # nothing is made ready before
HOMES = ROOT / "build" / "bench" / "growth"


def home(towns: int, bases: int) -> Path:
    """A demonstration district so large, made when it is first wanted."""
    where = HOMES / f"{towns}-{bases}"
    if not where.is_dir():
        command = [
            sys.executable,
            "-m",
            "outreach",
            "synth",
            "--towns",
            str(towns),
            "--bases",
            str(bases),
            "--seed",
            "1",
        ]
        subprocess.run([*command, str(where)], cwd=ROOT, check=True, capture_output=True)
    return where


def areas(where: Path) -> list[str]:
    """What can be clicked on its first map: the districts of a province, the towns of a district."""
    found = pd.read_csv(where / "data" / "areas.csv", dtype=str)
    districts = found.loc[found["kind"] == "district", "area_code"]
    own = districts if len(districts) > 1 else found.loc[found["kind"].isin(("town", "subdistrict")), "area_code"]
    return own.head(TIMES + 1).tolist()


async def told(server: Server, page: str, chosen: list[str]) -> tuple[float, ...]:
    """Milliseconds of the processor for a page that nobody has seen; those and kB of one that others have, and of an act."""
    where = server.address.replace("http", "ws") + "/_stcore/stream"
    opened, acted = [], []
    first = 0.0
    for turn in range(TIMES + 1):
        async with websockets.connect(
            where, subprotocols=["streamlit"], max_size=None, origin=server.address
        ) as socket:
            known = ""
            for kept, area in ((opened, None), (acted, chosen[turn % len(chosen)])):
                cpu = server.cpu_s()
                query = urlencode({"lang": "zh"} if area is None else {"lang": "zh", "area": area})
                size, known = await run(socket, page, query, known)
                took = 1000 * (server.cpu_s() - cpu)
                if turn:
                    kept.append((took, size / 1000))
                first = first or took
    return (first, *map(median, zip(*opened, strict=True)), *map(median, zip(*acted, strict=True)))


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--towns", type=int, nargs="*", default=[12, 130, 1300])
    parser.add_argument("--bases", type=int, nargs="*", default=[20, 2000, 20000])
    parser.add_argument("--pages", nargs="*", default=["overview", "gaps"])
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "growth.md")
    asked = parser.parse_args()
    rows = []
    for towns in asked.towns:
        for bases in asked.bases:
            where = home(towns, bases)
            chosen = areas(where)
            with serving(COLD, "/_stcore/health", OUTREACH_HOME=str(where), OUTREACH_PER_ADDRESS="10000") as server:
                for page in asked.pages:
                    found = asyncio.run(told(server, page, chosen))
                    cells = " | ".join(f"{value:,.0f}" for value in found)
                    rows.append(f"| {towns:,} | {bases:,} | {page} | {cells} |")
                    print(rows[-1], flush=True)
    text = f"""# Growth

Written by `python -m tests.bench.growth` on {date.today()}: demonstration districts, a page that somebody has seen before and
an act on it (a click on a town; of a province, on a district), medians of {TIMES}; and the page nobody has seen yet, with all
that it has to work out, which the server does by itself when it starts. Time is the server's processor's, bytes are those of
the messages before they are compressed.

| towns | bases | page | first page ms | page ms | page kB | act ms | act kB |
|---|---|---|---|---|---|---|---|
{chr(10).join(rows)}
"""
    asked.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
