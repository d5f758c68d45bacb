"""Where a base's marker is drawn, and with which sign."""

import base64
from math import ceil, cos, pi, sin, sqrt

import pandas as pd

from outreach.views import palette
from outreach.views.ground import Ground

CELLS = 36
SPACING_KM = 1.7  # between markers that share one known place
SHAPES = {
    "square": '<rect x="11" y="11" width="26" height="26"/>',
    "triangle": '<path d="M24 7 L42 39 L6 39 Z"/>',
    "diamond": '<path d="M24 5 L43 24 L24 43 L5 24 Z"/>',
    "circle": '<circle cx="24" cy="24" r="16"/>',
}
_CELL = 48


def placed(located: pd.DataFrame, ground: Ground) -> pd.DataFrame:
    """Where each base's marker stands: located (indexed by base_id) plus drawn_lon, drawn_lat and hollow.

    A base known to its town only is hollow. Those that share one anchor are set around it, ring by ring and
    SPACING_KM apart, in the order of their ids; a base with a position of its own stays on it. A base without
    any position is left out.
    """
    shown = located.dropna(subset=["lon", "lat"]).sort_index()
    hollow = shown["accuracy"].eq("town")
    turn = shown[hollow].groupby(["lon", "lat"]).cumcount().reindex(shown.index)
    steps = [(0.0, 0.0) if pd.isna(number) else ground.degrees(*_around(int(number))) for number in turn]
    east, north = zip(*steps) if steps else ((), ())
    return shown.assign(drawn_lon=shown["lon"] + list(east), drawn_lat=shown["lat"] + list(north), hollow=hollow)


def heaps(placed: pd.DataFrame, least: int) -> pd.DataFrame:
    """Where so many bases or more are known to one place alone: lon, lat, area_code, bases (how many), ids; one row a place.

    placed as `placed` gives it, with area_code; they are known to their town, or share one point.
    """
    found = placed.rename_axis("base_id").reset_index().groupby(["lon", "lat"], sort=True)
    rows = found.agg(area_code=("area_code", "first"), bases=("base_id", "size"), ids=("base_id", tuple)).reset_index()
    return rows[rows["bases"] >= least].reset_index(drop=True)


def gathered(placed: pd.DataFrame, ground: Ground) -> pd.DataFrame:
    """The bases put together cell by cell of a square grid, for a map with too many to draw each: lon, lat, bases.

    placed as `placed` gives it; a row is a cell with any, at the middle of its bases; cells are a CELLS-th of the window's
    width across, `cell_km`.
    """
    side_km = cell_km(ground)
    east, north = ground.degrees(side_km, side_km)
    column, row = (placed["drawn_lon"] - ground.window[0]) // east, (placed["drawn_lat"] - ground.window[1]) // north
    cells = placed.assign(column=column, row=row).groupby(["row", "column"])
    found = cells[["drawn_lon", "drawn_lat"]].mean().set_axis(["lon", "lat"], axis=1)
    return found.assign(bases=cells.size()).reset_index(drop=True)


def cell_km(ground: Ground) -> float:
    """How wide a cell of `gathered` is, in kilometres, whole ones from 2 km on."""
    west, _, east, _ = ground.window
    return max(1.0, round(ground.km(lon_degrees=east - west) / CELLS))


def _around(number: int) -> tuple[float, float]:
    """Kilometres east and north of the middle for the number-th marker: 1 in the middle, 6 around it, 12 around those."""
    if number == 0:
        return 0.0, 0.0
    ring = ceil((sqrt(12 * number + 9) - 3) / 6)
    place = number - 1 - 3 * ring * (ring - 1)
    angle = pi / 2 - 2 * pi * place / (6 * ring)
    return SPACING_KM * ring * cos(angle), SPACING_KM * ring * sin(angle)


def rings(placed: pd.DataFrame) -> pd.DataFrame:
    """One ring for each anchor whose bases are known to their town only: lon, lat, radius_km, bases (how many)."""
    grouped = placed[placed["hollow"]].groupby(["lon", "lat"], sort=True)
    sizes = grouped.size().rename("bases").reset_index()
    reach = [sqrt(sum(axis**2 for axis in _around(count - 1))) for count in sizes["bases"]]
    return sizes.assign(radius_km=[distance + 0.8 * SPACING_KM for distance in reach])


def discs(placed: pd.DataFrame, radius_km: float) -> pd.DataFrame:
    """The ground that the markers take up, which names keep clear of: lon, lat, radius_km."""
    return placed[["drawn_lon", "drawn_lat"]].set_axis(["lon", "lat"], axis=1).assign(radius_km=radius_km)


def around(placed: pd.DataFrame, base: str | None) -> pd.DataFrame:
    """A ring close around the marker of one base, in the shape of `rings`; empty where that base has none."""
    one = placed.loc[placed.index == base, ["drawn_lon", "drawn_lat"]].set_axis(["lon", "lat"], axis=1)
    return one.assign(bases=1, radius_km=0.55 * SPACING_KM)


def sign(shape: str, level: str, hollow: bool) -> str:
    """The name of a sign in the atlas."""
    return f"{shape}-{level}-{'hollow' if hollow else 'full'}"


def atlas() -> tuple[str, dict[str, dict[str, int | bool]]]:
    """Every sign in one picture, as a data address that asks nothing of any host, and where each stands in it."""
    signs = [(shape, level, hollow) for shape in SHAPES for level in palette.LEVEL for hollow in (False, True)]
    cells: list[str] = []
    mapping: dict[str, dict[str, int | bool]] = {}
    for i, (shape, level, hollow) in enumerate(signs):
        x, y = i % 14 * _CELL, i // 14 * _CELL
        cells.append(f'<g transform="translate({x} {y})" {_paint(palette.LEVEL[level], hollow)}>{SHAPES[shape]}</g>')
        mapping[sign(shape, level, hollow)] = {"x": x, "y": y, "width": _CELL, "height": _CELL, "mask": False}
    height = _CELL * ceil(len(signs) / 14)
    picture = f'<svg xmlns="http://www.w3.org/2000/svg" width="{14 * _CELL}" height="{height}">{"".join(cells)}</svg>'
    return "data:image/svg+xml;base64," + base64.b64encode(picture.encode()).decode(), mapping


def _paint(colour: str, hollow: bool) -> str:
    if hollow:
        return f'fill="{palette.PAPER}" stroke="{colour}" stroke-width="7"'
    return f'fill="{colour}" stroke="{palette.PAPER}" stroke-width="3"'
