"""The map as a still picture of a known size, for a stage and for paper: it fills its room, and its names stand apart."""

from collections.abc import Callable
from dataclasses import dataclass
from math import atan as arctan
from math import degrees, log, pi, radians, sinh, tan
from typing import Any

import numpy as np
import pandas as pd
import shapely

from outreach.views import names, palette, points
from outreach.views.ground import Ground
from outreach.views.sizes import BROWSE, Sizes

PAD = 0.03  # of the room's smaller side, around the district


@dataclass(frozen=True)
class Frame:
    """A picture of width × height pixels over a part of the ground, as Vega's mercator projection draws it."""

    width: int
    height: int
    scale: float
    east: float  # pixels by which the projection is moved, and so
    down: float

    def x(self, lon: Any) -> Any:
        """Pixels from the left."""
        return self.scale * np.radians(lon) + self.east

    def y(self, lat: Any) -> Any:
        """Pixels from the top."""
        return self.down - self.scale * np.log(np.tan(np.pi / 4 + np.radians(lat) / 2))

    @property
    def window(self) -> tuple[float, float, float, float]:
        """West, south, east, north of what is seen."""
        west, right = (degrees((x - self.east) / self.scale) for x in (0, self.width))
        south, north = (degrees(arctan(sinh((self.down - y) / self.scale))) for y in (self.height, 0))
        return west, south, right, north

    @property
    def projection(self) -> dict[str, Any]:
        """As Vega-Lite takes it: nothing is fitted."""
        return {"type": "mercator", "scale": self.scale, "translate": [self.east, self.down]}

    def placed(self, shape: shapely.Geometry) -> shapely.Geometry:
        """The shape in pixels."""
        return shapely.transform(shape, lambda ends: np.column_stack([self.x(ends[:, 0]), self.y(ends[:, 1])]))


def frame(bounds: tuple[float, float, float, float], width: int, height: int) -> Frame:
    """The frame in which these bounds, with a little room around them, are as large as they can be."""
    west, south, east, north = bounds
    low, high = (log(tan(pi / 4 + radians(lat) / 2)) for lat in (south, north))
    pad = PAD * min(width, height)
    scale = min((width - 2 * pad) / radians(east - west), (height - 2 * pad) / (high - low))
    middle = scale * radians((west + east) / 2), scale * (low + high) / 2
    return Frame(width, height, scale, width / 2 - middle[0], height / 2 + middle[1])


def aspect(ground: Ground) -> float:
    """Width to height of the district as the map shows it."""
    west, south, east, north = map(float, ground.district.total_bounds)
    low, high = (log(tan(pi / 4 + radians(lat) / 2)) for lat in (south, north))
    return radians(east - west) / (high - low)


def layers(
    ground: Ground,
    overlay: Any,
    width: int,
    height: int,
    sizes: Sizes,
    discs: Callable[[float], pd.DataFrame],
) -> tuple[Frame, list[dict[str, Any]]]:
    """The frame of a picture and the layers that hold its names: those of towns, then those of neighbours.

    discs gives what names keep clear of (lon, lat, radius_km, and whether it is drawn above them) where a pixel is so many
    kilometres.
    """
    west, south, east, north = map(float, ground.district.total_bounds)
    seen = frame((west, south, east, north), width, height)
    towns = {town.area_code: seen.placed(town.geometry) for town in ground.land.itertuples()}
    texts = {code: text for code, text in overlay.towns["label"].items() if code in towns}
    km = ground.km(lon_degrees=degrees(1 / seen.scale))
    rows: Any = list(discs(km).itertuples())
    kept: list[names.Disc] = [(float(seen.x(one.lon)), float(seen.y(one.lat)), one.radius_km / km) for one in rows]
    above = [disc for disc, one in zip(kept, rows) if one.above]
    found = names.placed(texts, towns, sizes.text, (width, height), kept, above)
    there = _neighbours(ground, overlay.language, seen, sizes, [one.box for one in found])
    return seen, [
        *_leaders(found),
        *_lines(there, palette.FAINT, False),
        *_lines(_rows(found, sizes), palette.INK, True),
    ]


def _neighbours(ground: Ground, language: str, seen: Frame, sizes: Sizes, taken: list[shapely.Polygon]) -> pd.DataFrame:
    """The neighbours' names that meet nothing and are not cut at the edge."""
    room, land = shapely.box(0, 0, seen.width, seen.height), seen.placed(ground.district.union_all())
    rows = []
    for one in ground.named(seen.window, language).itertuples():
        x, y = float(seen.x(one.lon)), float(seen.y(one.lat))
        box = names.box([str(one.label)], x, y, sizes.small)
        if shapely.contains(room, box) and not any(shapely.intersects(box, other) for other in (*taken, land)):
            rows.append((x, y, one.label))
    return pd.DataFrame(rows, columns=["x", "y", "label"])


def _rows(found: list[names.Name], sizes: Sizes) -> pd.DataFrame:
    """A row for every line of every name."""
    high = sizes.text * names.LEADING
    rows = [
        (one.x, one.y + (i - (len(one.lines) - 1) / 2) * high, line)
        for one in found
        for i, line in enumerate(one.lines)
    ]
    return pd.DataFrame(rows, columns=["x", "y", "label"])


def _place(column: str) -> dict[str, Any]:
    return {"field": column, "type": "quantitative", "scale": None, "axis": None}


def _lines(rows: pd.DataFrame, colour: str, strong: bool) -> list[dict[str, Any]]:
    if rows.empty:
        return []
    encoding = {"x": _place("x"), "y": _place("y"), "text": {"field": "label", "type": "nominal"}}
    values = {"values": rows.round(1).to_dict("records")}
    style = {"style": "strong"} if strong else {}
    halo = {"fill": palette.PAPER, "stroke": palette.PAPER, "strokeWidth": 3, "strokeJoin": "round"}
    return [
        {
            "data": values,
            "mark": {"type": "text", "baseline": "middle", "align": "center", "tooltip": None, **style, **paint},
            "encoding": encoding,
        }
        for paint in (halo, {"fill": colour})
    ]


def _leaders(found: list[names.Name]) -> list[dict[str, Any]]:
    ends = [(one, shapely.get_coordinates(one.leader)) for one in found if one.leader is not None]
    if not ends:
        return []
    rows = [{"x": a[0], "y": a[1], "x2": b[0], "y2": b[1]} for _, (a, b) in ends]
    line = {"x": _place("x"), "y": _place("y"), "x2": {"field": "x2"}, "y2": {"field": "y2"}}
    dot = {"x": _place("x2"), "y": _place("y2")}
    values = {"values": [{name: round(float(value), 1) for name, value in row.items()} for row in rows]}
    return [
        {"data": values, "mark": {"type": "rule", "color": palette.INK, "strokeWidth": 1.5}, "encoding": line},
        {
            "data": values,
            "mark": {"type": "point", "shape": "circle", "fill": palette.INK, "stroke": None, "size": 40, "opacity": 1},
            "encoding": dot,
        },
    ]


def grown(layer: dict[str, Any], sizes: Sizes) -> dict[str, Any]:
    """A layer of points of a desk's sizes as large as these ask for."""
    by = (sizes.marker / BROWSE.marker) ** 2
    if "size" not in layer.get("encoding", {}):
        return layer
    values = [{**row, "area": row["area"] * by} for row in layer["data"]["values"]]
    return {**layer, "data": {"values": values}}


def marks(layer: points.Points | points.Cells, sizes: Sizes) -> list[dict[str, Any]]:
    """A layer of points; what is only there to be clicked is left out."""
    return [] if isinstance(layer, points.Cells) else [grown(one, sizes) for one in points.vector_layers(layer)]
