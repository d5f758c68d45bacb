"""How the measures grow from a district to a nation: time, memory and pairs, beside PySAL access and on several workers.

    python -m tests.bench.nation [--towns 400 4000 40000] [--beside 400 4000 10000 20000 40000] [--workers 400 4000] [--out docs/scale.md]

Every case runs in a process of its own, so that its peak is its own. The nation is made up for measuring alone.
"""

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import geopandas as gpd
import numpy as np
import pandas as pd

from outreach.home import ASSUMED, PROJECT, find_home
from outreach.measures import access, gaps, land, reach, register
from outreach.measures.everything import Record, everything
from outreach.measures.pairs import Near, Spots
from outreach.measures.parameters import chosen
from outreach.nation import engine
from outreach.tables import read_district

NATION = "100000"
POINTS_A_TOWN, BASES_A_TOWN = 25, 12.5
PEOPLE_A_TOWN = 35_000
KM_A_DEGREE = 111.2


def nation(towns: int, seed: int = 1) -> SimpleNamespace:
    """The tables of a nation of so many towns, 25 settlement points and 12.5 bases for each: those `everything` takes.

    Half of the towns lie in cities whose sizes follow a power law, thinning out from their middles as cities do; the others are
    scattered in the land around them. A town in the middle of a large city covers a few square kilometres, one in the country hundreds. Bases
    follow people; three in ten are known only to their town, as in a district that begins.
    """
    random = np.random.default_rng(seed)
    cities = max(4, towns // 130)
    size = 1 / np.arange(1, cities + 1) ** 0.8
    east, north = random.uniform(100, 122, cities), random.uniform(23, 42, cities)
    city = random.choice(cities, towns, p=size / size.sum())
    urban = random.random(towns) < 0.5
    spread_km = np.where(urban, 4 + 18 * np.sqrt(size[city]), 70.0)
    away = random.standard_normal((towns, 2)) * spread_km[:, None]
    lat = north[city] + away[:, 1] / KM_A_DEGREE
    lon = east[city] + away[:, 0] / KM_A_DEGREE / np.cos(np.radians(lat))
    people = random.lognormal(np.log(PEOPLE_A_TOWN) + np.where(urban, 0.3, -0.5), 0.6).round()
    near_middle = np.exp(-0.5 * (away / spread_km[:, None]) ** 2).prod(axis=1)
    here = people * np.where(urban, size[city] * near_middle + 0.02, 0.004)
    area_km2 = np.clip(people / (20_000 * here / here.max() + 120), 2, 3000)
    district = 1 + city * 20 + random.integers(20, size=towns)
    order = np.argsort(district, kind="stable")
    lon, lat, people, area_km2, urban, district = (
        part[order] for part in (lon, lat, people, area_km2, urban, district)
    )
    codes = np.array([f"{100000 + d:06d}{i:06d}" for d, i in zip(district, range(towns))])
    town_rows = pd.DataFrame(
        {
            "area_code": codes,
            "parent_code": [f"{100000 + d:06d}" for d in district],
            "kind": np.where(urban, "subdistrict", "town"),
            "population": people,
            "area_km2": area_km2,
            "urban_share": np.where(urban, random.uniform(0.6, 1, towns), random.uniform(0.1, 0.5, towns)),
        }
    )
    whole = pd.DataFrame(
        {
            "area_code": [NATION],
            "parent_code": None,
            "kind": "country",
            "population": people.sum(),
            "area_km2": area_km2.sum(),
            "urban_share": 0.6,
        }
    )
    parents = town_rows.groupby("parent_code").agg(
        population=("population", "sum"), area_km2=("area_km2", "sum"), urban_share=("urban_share", "mean")
    )
    parents = parents.rename_axis("area_code").reset_index().assign(parent_code=NATION, kind="district")
    areas = pd.concat([whole, parents, town_rows], ignore_index=True).assign(population_basis="demonstration")

    def around(town: np.ndarray, share: float) -> tuple[np.ndarray, np.ndarray]:
        radius = np.sqrt(area_km2[town] / np.pi)[:, None] * share
        step = random.uniform(-1, 1, (len(town), 2)) * radius
        north_of = lat[town] + step[:, 1] / KM_A_DEGREE
        return lon[town] + step[:, 0] / KM_A_DEGREE / np.cos(np.radians(lat[town])), north_of

    of_point = np.repeat(np.arange(towns), POINTS_A_TOWN)
    east_of, north_of = around(of_point, 0.9)
    share = random.dirichlet(np.ones(POINTS_A_TOWN) * 2, towns).ravel()
    places = pd.DataFrame(
        {
            "place_id": [f"p{i:07d}" for i in range(len(of_point))],
            "area_code": codes[of_point],
            "role": np.where(np.arange(len(of_point)) % POINTS_A_TOWN == 0, "seat", "village"),
            "lon": east_of,
            "lat": north_of,
            "share": share,
        }
    )
    number = int(towns * BASES_A_TOWN)
    of_base = random.choice(towns, number, p=people / people.sum())
    east_of, north_of = around(of_base, 0.8)
    accuracy = random.choice(["exact", "street", "town"], number, p=[0.4, 0.3, 0.3])
    known = accuracy != "town"
    bases = pd.DataFrame(
        {
            "base_id": [f"b{i:06d}" for i in range(number)],
            "area_code": codes[of_base],
            "place_id": None,
            "lon": np.where(known, east_of, np.nan),
            "lat": np.where(known, north_of, np.nan),
            "accuracy": accuracy,
            "status": random.choice(["open", "closed"], number, p=[0.97, 0.03]),
            "level": random.choice(
                ["national", "provincial", "municipal", "district", "town", "village"],
                number,
                p=[0.002, 0.01, 0.04, 0.15, 0.3, 0.498],
            ),
        }
    )
    shipped = read_district(find_home(PROJECT))
    empty = gpd.GeoDataFrame({"area_code": []}, geometry=[], crs="EPSG:4326")
    return SimpleNamespace(
        areas=areas,
        places=places,
        bases=bases,
        levels=shipped.levels,
        standards=shipped.standards,
        official=shipped.literacy.assign(area_code=NATION),
        groups=shipped.groups,
        survey=shipped.survey.iloc[:0],
        categories=shipped.categories,
        register=shipped.register.iloc[:0],
        crossings=shipped.crossings.iloc[:0],
        settled=land.Settled(shipped.home.people.settled_share, shipped.home.people.settlement_km),
        assumed=ASSUMED,
        towns_geometry=empty,
        water=empty,
        district=NATION,
    )


GIB = 1024**3
LIMIT_GIB = 8
LIMIT_CPU_S = 900
TRAVEL = {"detour": 1.3, "walk_km": 1.0, "ebike_km": 5.0, "drive_km": 15.0}


class Meter:
    """Seconds and processor seconds of each step, and the most memory so far."""

    def __init__(self):
        self.found: dict[str, dict[str, float]] = {}

    def step(self, name: str, work: Callable[[], object]) -> object:
        began, used = time.perf_counter(), _cpu()
        value = work()
        self.found[name] = {"s": time.perf_counter() - began, "cpu": _cpu() - used, "gib": _peak() / GIB}
        print(name, {key: round(one, 2) for key, one in self.found[name].items()}, file=sys.stderr, flush=True)
        return value


def _cpu() -> float:
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def _peak() -> int:
    return 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _people(made: SimpleNamespace) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    located = reach.located.located(made.bases, made.places, made.areas)
    return reach.people.demand(made.places, made.areas), located, access.supply(made.bases, made.levels, located).value


def steps(towns: int) -> dict:
    """Each measure by itself."""
    made, meter = nation(towns), Meter()
    demand, located, supply = meter.step("tables to points and bases", lambda: _people(made))
    near = Near(Spots.of(demand), Spots.of(located[located["counted"]]), 5 / 1.3)
    number = near._tree.query_ball_point(near._here.sphere, near._chord, return_length=True)
    covered = meter.step(
        "coverage on foot, by e-bike and by car", lambda: reach.coverage.by_way(demand, located, TRAVEL, NATION)
    )
    given = {
        decay: meter.step(f"access, {decay}", lambda decay=decay: access.shared(demand, supply, located, 5, decay))
        for decay in access.DECAYS
    }
    shares = pd.DataFrame(
        {"share": 0.14 + 0.1 * (made.areas.set_index("area_code")["urban_share"] - 0.5), "low": 0.1, "high": 0.2}
    )
    mean = access.of_towns(given["e2sfca"], demand, NATION)
    meter.step(
        "gap index of 1,000 runs",
        lambda: gaps.towns.by_town(
            gaps.towns.Record(
                made.areas,
                made.bases,
                made.levels,
                made.standards,
                register.confirmed(made.register, made.areas, made.standards),
                made.assumed,
                NATION,
            ),
            gaps.towns.Shares(shares, 0.14),
            gaps.towns.Within(covered, mean),
        ),
    )
    return {
        "steps": meter.found,
        "points": len(demand),
        "bases": len(located),
        "pairs": int(number.sum()),
        "around": [int(np.quantile(number, q)) for q in (0.5, 0.95, 1)],
    }


def all_at_once(towns: int, workers: bool = False) -> dict:
    """`everything`, as the command `measures` computes it; with workers also by two of them, and how far that is from this."""
    made, meter, home = nation(towns), Meter(), find_home(PROJECT)
    own = chosen(home.travel, home.literacy, [])
    record = Record(**vars(made), demonstration=True)
    tables = meter.step("every measure, in one process", lambda: everything(record, own))
    found = {"steps": meter.found, "rows": len(tables)}
    if workers:
        with engine.of("dask") as over:
            theirs = meter.step("every measure, by two workers", lambda: everything(record, own, over))
        found["apart"] = _apart(theirs[["value", "low", "high"]], tables[["value", "low", "high"]], 1.0)
    return found


def beside(towns: int) -> dict:
    """PySAL access on the same pairs, given as row numbers, with the memory of this process limited to 8 GiB."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from access import fca, weights
    made, meter = nation(towns), Meter()
    demand, located, supply = _people(made)
    near = Near(Spots.of(demand), Spots.of(there := located[located["counted"]]), 5 / 1.3)
    ours = {
        decay: meter.step(f"{decay}: ours", lambda decay=decay: access.shared(demand, supply, located, 5, decay))
        for decay in access.DECAYS
    }
    parts = [near.chunk(number) for number in range(len(near))]
    costs = pd.DataFrame(
        {
            "origin": np.concatenate([part.here.row[part.start] for part in parts]),
            "dest": np.concatenate([part.there.row[part.end] for part in parts]),
            "cost": np.concatenate([part.km() for part in parts]) * 1.3,
        }
    )
    del parts
    costs = costs[costs["cost"] <= 5]
    people = demand[["population"]].reset_index(drop=True).rename_axis("geoid")
    offered = supply.reindex(there.index).reset_index(drop=True).to_frame("supply").rename_axis("geoid")
    edge = np.exp(-0.5)
    weigh = {
        "2sfca": None,
        "e2sfca": weights.step_fn({5 / 3: 1, 10 / 3: 0.68, 5: 0.22}),
        "gaussian": lambda km: max((np.exp(-((km / 5) ** 2) / 2) - edge) / (1 - edge), 0),
    }
    found: dict = {"steps": meter.found, "pairs": len(costs), "apart": {}}
    for decay, weight in weigh.items():
        theirs = meter.step(
            f"{decay}: PySAL",
            lambda weight=weight: fca.two_stage_fca(
                people,
                offered,
                costs,
                max_cost=5,
                demand_index=True,
                demand_name="population",
                supply_name="supply",
                weight_fn=weight,
            ),
        )
        found["apart"][decay] = _apart(theirs.reindex(people.index).fillna(0).to_frame(), ours[decay].to_frame(), 1e-12)
    return found


def _apart(one: pd.DataFrame, other: pd.DataFrame, least: float) -> float:
    """The largest difference between two tables of figures, as a part of the larger figure, or of `least` where both are smaller.

    Infinite where one alone has a figure.
    """
    one, other = one.to_numpy(dtype=float), other.to_numpy(dtype=float)
    if one.shape != other.shape or (np.isnan(one) != np.isnan(other)).any():
        return float("inf")
    size = np.maximum(np.maximum(np.abs(one), np.abs(other)), least)
    return float(np.nanmax(np.abs(one - other) / size))


CASES: dict[str, Callable[[int], dict]] = {
    "steps": steps,
    "everything": all_at_once,
    "workers": lambda towns: all_at_once(towns, workers=True),
    "beside": beside,
}


def measured(case: str, towns: int) -> dict:
    """A case in a process of its own; `failed` says how it ended where it could not."""

    def limit() -> None:
        if case == "beside":
            resource.setrlimit(resource.RLIMIT_AS, (LIMIT_GIB * GIB, LIMIT_GIB * GIB))
            resource.setrlimit(resource.RLIMIT_CPU, (LIMIT_CPU_S, LIMIT_CPU_S))

    print(f"{case}, {towns} towns", file=sys.stderr, flush=True)
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.nation", "--one", case, str(towns)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        preexec_fn=limit,
    )
    print(done.stderr[-2000:], file=sys.stderr, flush=True)
    if done.returncode:
        memory = re.search("MemoryError|Unable to allocate|realloc|malloc|bad_alloc", done.stderr)
        return {
            "failed": f"out of {LIMIT_GIB} GiB"
            if memory
            else f"ended with {done.returncode}, {LIMIT_CPU_S} s of processor time or an error"
        }
    return json.loads(done.stdout.splitlines()[-1])


def _seconds(step: dict[str, float]) -> str:
    return f"{step['s']:,.1f} ({step['cpu']:,.1f})"


def report(found: dict[str, dict[int, dict]]) -> str:
    """The tables of docs/scale.md."""
    sizes = list(found["steps"])
    lines = [f"| | {' | '.join(f'{towns:,} towns' for towns in sizes)} |", f"|---|{'---|' * len(sizes)}"]

    def line(name: str, cell: Callable[[int], str]) -> None:
        lines.append(f"| {name} | {' | '.join(cell(towns) for towns in sizes)} |")

    for name, key in (
        ("settlement points", "points"),
        ("bases", "bases"),
        ("pairs within a catchment (5 km of estimated travel)", "pairs"),
    ):
        line(name, lambda towns, key=key: f"{found['steps'][towns][key]:,}")
    line(
        "bases around a point: median, 95th percentile, most",
        lambda towns: ", ".join(f"{one:,}" for one in found["steps"][towns]["around"]),
    )
    for step in found["steps"][sizes[0]]["steps"]:
        line(step, lambda towns, step=step: _seconds(found["steps"][towns]["steps"][step]))
    line(
        "peak memory so far, GiB",
        lambda towns: f"{max(one['gib'] for one in found['steps'][towns]['steps'].values()):.2f}",
    )
    if found["everything"]:
        one = "every measure, in one process"
        line(
            "everything `measures` writes, as one command computes it",
            lambda towns: _seconds(found["everything"][towns]["steps"][one]) if towns in found["everything"] else "",
        )
        line(
            "its peak memory, GiB",
            lambda towns: (
                f"{found['everything'][towns]['steps'][one]['gib']:.2f}" if towns in found["everything"] else ""
            ),
        )
    rivals = [
        f"| towns | pairs | {' | '.join(f'{decay}: PySAL ÷ ours, processor s' for decay in access.DECAYS)} | peak GiB | largest difference |",
        f"|---|---|{'---|' * (len(access.DECAYS) + 2)}",
    ]
    for towns, case in found["beside"].items():
        if "failed" in case:
            rivals.append(f"| {towns:,} | {case['failed']} | | | | | |")
            continue
        at = case["steps"]
        cells = [
            f"{at[f'{decay}: PySAL']['cpu']:,.2f} ÷ {at[f'{decay}: ours']['cpu']:,.2f} = {at[f'{decay}: PySAL']['cpu'] / at[f'{decay}: ours']['cpu']:,.1f}"
            for decay in access.DECAYS
        ]
        rivals.append(
            f"| {towns:,} | {case['pairs']:,} | {' | '.join(cells)} | {max(one['gib'] for one in at.values()):.2f} | {max(case['apart'].values()):.0e} |"
        )
    many = ["| towns | one process, s | two workers, s | largest difference |", "|---|---|---|---|"]
    for towns, case in found["workers"].items():
        one, two = case["steps"].values()
        many.append(f"| {towns:,} | {one['s']:,.1f} | {two['s']:,.1f} | {case['apart']:.0e} |")
    return f"""Written by `make nation` on {date.today()}: {os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f} at the end; every case in a process of its own.
Seconds, and in brackets seconds of processor time. On a machine that does other things too, as here, the processor time is what to go by.

{chr(10).join(lines)}

## Beside PySAL access

The same people, bases and pairs, given to `access.fca.two_stage_fca` as row numbers with our distances (finding and measuring the pairs is in our time, not in its), in a
process of at most {LIMIT_GIB} GiB and {LIMIT_CPU_S} s of processor time. The peak is that of the whole process, the table of all pairs included.

{chr(10).join(rivals)}

## On several workers

Everything `measures` writes, in one process and by two workers on the same two cores, sent there and back: this shows that it is the same and what the halos cost,
not what more machines would gain.

{chr(10).join(many)}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--towns", type=int, nargs="+", default=[400, 4000, 40_000])
    parser.add_argument(
        "--beside",
        type=int,
        nargs="*",
        default=[400, 4000, 10_000, 20_000, 40_000],
        help="sizes tried with PySAL access, up to the first it cannot do",
    )
    parser.add_argument("--workers", type=int, nargs="*", default=[400, 4000])
    parser.add_argument("--out", type=Path, default=PROJECT / "docs" / "scale.md")
    parser.add_argument("--one", nargs=2, metavar=("CASE", "TOWNS"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(CASES[asked.one[0]](int(asked.one[1]))))
        return
    found: dict[str, dict[int, dict]] = {case: {} for case in CASES}
    wanted = [("steps", towns) for towns in asked.towns] + [("everything", towns) for towns in asked.towns]
    wanted += [("workers", towns) for towns in asked.workers] + [("beside", towns) for towns in asked.beside]
    for case, towns in wanted:
        if case == "beside" and any("failed" in one for one in found["beside"].values()):
            continue
        found[case][towns] = measured(case, towns)
        if "failed" in found[case][towns] and case != "beside":
            sys.exit(f"{case}, {towns} towns: {found[case][towns]['failed']}")
        before = asked.out.read_text(encoding="utf-8").split(MARK)[0] if asked.out.exists() else ""
        asked.out.write_text(f"{before}{MARK}\n\n{report(found)}", encoding="utf-8")


MARK = "<!-- measured -->"


if __name__ == "__main__":
    main()
