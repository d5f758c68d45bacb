"""The ground of a demonstration district: an outline, its towns without gap or overlap, water, canals, neighbours."""

from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry import LineString, MultiPoint, MultiPolygon, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

# The open ocean, far from any land, so that nobody takes the district for a real one.
LON, LAT = 132.0, 20.0
KM_A_DEGREE = 111.32
TOWN_KM2 = 90.0
GRID = 1e-5


@dataclass(frozen=True)
class Ground:
    """The layers' geometry in degrees. `towns` and `dry` (a town without its water) are in the order of `seats` (n × 2)."""

    district: BaseGeometry
    towns: list[BaseGeometry]
    dry: list[BaseGeometry]
    seats: np.ndarray
    water: list[BaseGeometry]
    canals: list[BaseGeometry]
    neighbours: list[BaseGeometry]

    def ordered(self, order: np.ndarray) -> "Ground":
        """The same ground with its towns in this order."""
        return replace(
            self, towns=[self.towns[i] for i in order], dry=[self.dry[i] for i in order], seats=self.seats[order]
        )


def ground(towns: int, random: np.random.Generator) -> Ground:
    """A district of `towns` towns; the first is in its middle. The same generator makes the same ground.

    Every corner lies on a grid of 0.00001 degrees and is shared by all whose corner it is, so that the towns cover the
    district without a gap or an overlap: the borders are noded together before the towns are made of them.
    """
    radius = np.sqrt(towns * TOWN_KM2 / np.pi)
    spacing = np.sqrt(TOWN_KM2)
    outline = _outline(radius, random)
    seats = _seats(outline, towns, random)
    cells = _cells(outline, seats, random)
    district = shapely.coverage_union_all(cells)
    water = _water(outline, radius, spacing, seats, random)
    wet = shapely.union_all(water)
    dry = [_largest(cell.difference(wet)) for cell in cells]
    placed = np.array([_seat(seat, land) for seat, land in zip(_degrees(seats), dry)])
    return Ground(
        district, cells, dry, placed, water, _canals(district, radius, random), _neighbours(district, radius, random)
    )


def scattered(land: BaseGeometry, around: np.ndarray, spread_km: float, random: np.random.Generator) -> np.ndarray:
    """One point near each of the points `around` (n × 2, degrees), none of them off the land; n × 2, on the grid."""
    shapely.prepare(land)
    spread = spread_km / KM_A_DEGREE * np.array([1 / np.cos(np.radians(LAT)), 1])
    found = around + random.normal(size=around.shape) * spread
    for narrower in (0.6, 0.3, 0.1):
        off = ~shapely.contains_xy(land, found[:, 0], found[:, 1])
        if not off.any():
            break
        found[off] = around[off] + random.normal(size=(off.sum(), 2)) * spread * narrower
    off = ~shapely.contains_xy(land, found[:, 0], found[:, 1])
    found[off] = around[off]
    return found.round(5)


def layer(shapes: list[BaseGeometry], **properties: list[str]) -> gpd.GeoDataFrame:
    """Shapes with their properties as a layer in WGS-84, exteriors counter-clockwise as RFC 7946 wants them."""
    turned = [shapely.orient_polygons(shape) if shape.geom_type.endswith("Polygon") else shape for shape in shapes]
    return gpd.GeoDataFrame(properties, geometry=turned, crs="EPSG:4326")


def _degrees(km: np.ndarray) -> np.ndarray:
    return np.column_stack([LON + km[:, 0] / (KM_A_DEGREE * np.cos(np.radians(LAT))), LAT + km[:, 1] / KM_A_DEGREE])


def _on_the_globe(shape: BaseGeometry) -> BaseGeometry:
    return shapely.set_precision(shapely.transform(shape, _degrees), GRID)


def _outline(radius: float, random: np.random.Generator) -> Polygon:
    """A smooth outline in kilometres around the origin."""
    angle = np.linspace(0, 2 * np.pi, 360, endpoint=False)
    reach = np.ones_like(angle)
    for wave in range(2, 12):
        reach += random.uniform(0.3, 1) * 0.11 / wave * np.cos(wave * angle + random.uniform(0, 2 * np.pi))
    return Polygon(np.column_stack([1.22 * np.cos(angle), 0.82 * np.sin(angle)]) * (radius * reach)[:, None])


def _seats(outline: Polygon, towns: int, random: np.random.Generator) -> np.ndarray:
    """Seats spread over the outline (n × 2, km), the one in the middle first; a few rounds of Lloyd's even them out."""
    west, south, east, north = outline.bounds
    shapely.prepare(outline)
    found = np.empty((0, 2))
    while len(found) < towns:
        tried = random.uniform([west, south], [east, north], (2 * towns + 8, 2))
        found = np.vstack([found, tried[shapely.contains_xy(outline, tried[:, 0], tried[:, 1])]])
    found = found[:towns]
    for _ in range(2 if towns > 1 else 0):
        cells = shapely.voronoi_polygons(MultiPoint(found), extend_to=outline, ordered=True)
        centres = shapely.centroid(shapely.intersection(shapely.get_parts(cells), outline))
        found = 0.35 * found + 0.65 * shapely.get_coordinates(centres)
        inside = shapely.contains_xy(outline, found[:, 0], found[:, 1])
        found[~inside] *= 0.9
    return found[np.argsort(np.hypot(*found.T), kind="stable")]


def _cells(outline: Polygon, seats: np.ndarray, random: np.random.Generator) -> list[BaseGeometry]:
    """The towns' grounds in degrees: the Voronoi cells of the seats, with uneven borders, cut to the outline."""
    borders = []
    if len(seats) > 1:
        drawn = shapely.voronoi_polygons(MultiPoint(seats), extend_to=outline.buffer(outline.length), only_edges=True)
        for line in shapely.get_parts(drawn):
            cut = line.intersection(outline.buffer(1))
            borders += [
                _uneven(part, random)
                for part in shapely.get_parts(cut)
                if part.geom_type == "LineString" and part.length > 0
            ]
    lines = [_degrees_of(outline.exterior), *map(_degrees_of, borders)]
    pieces = shapely.get_parts(shapely.polygonize([shapely.node(shapely.union_all(lines, grid_size=GRID))]))
    whole = _on_the_globe(outline).buffer(GRID)
    pieces = [piece for piece in pieces if whole.contains(piece.representative_point())]
    tree = shapely.STRtree([Point(seat) for seat in _degrees(seats)])
    owner = tree.nearest([piece.representative_point() for piece in pieces])
    by_seat = tree.query(pieces, predicate="contains")
    owner[by_seat[0]] = by_seat[1]
    found = []
    for seat in range(len(seats)):
        found.append(shapely.coverage_union_all([piece for piece, own in zip(pieces, owner) if own == seat]))
    return found


def _degrees_of(line: BaseGeometry) -> BaseGeometry:
    return shapely.transform(line, _degrees)


def _uneven(line: LineString, random: np.random.Generator) -> LineString:
    """The line with its middle moved aside, again and again, as borders along ditches and paths are."""
    points = shapely.get_coordinates(line)
    for _ in range(4):
        ends = points[1:] - points[:-1]
        aside = np.column_stack([-ends[:, 1], ends[:, 0]]) * random.uniform(-0.13, 0.13, (len(ends), 1))
        middle = (points[1:] + points[:-1]) / 2 + aside
        woven = np.empty((len(points) + len(middle), 2))
        woven[0::2], woven[1::2] = points, middle
        points = woven
    return LineString(points)


def _water(
    outline: Polygon, radius: float, spacing: float, seats: np.ndarray, random: np.random.Generator
) -> list[BaseGeometry]:
    """A river along the south, no wider inside the outline than a part of a town, and a lake."""
    far = 4 * radius + 10
    x = np.linspace(-far, far, 160)
    bank = (
        -0.45 * radius
        + 0.05 * radius * np.sin(3 * x / radius + random.uniform(0, 6))
        + 0.2 * (x / radius) ** 2 * radius * 0.2
    )
    south = Polygon([*zip(x, bank), (far, -far), (-far, -far)])
    river = _smooth(south.difference(outline.buffer(-0.22 * spacing)), 0.08 * spacing)
    shore = box(-2.4 * radius - 4, -2.2 * radius - 4, 2.4 * radius + 4, 2.2 * radius + 4)
    middle = seats[len(seats) // 3] if len(seats) > 2 else seats[0]
    turn = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    ripple = 1 + 0.18 * np.sin(2 * turn + random.uniform(0, 6)) + 0.08 * np.sin(5 * turn)
    size = 0.17 * spacing
    lake = Polygon(
        np.column_stack([1.5 * np.cos(turn), np.sin(turn)]) * (size * ripple)[:, None]
        + middle
        + np.array([0.30, 0.22]) * spacing
    )
    drawn = river.intersection(shore), lake.intersection(outline.buffer(-0.05 * spacing))
    return [_on_the_globe(shape) for shape in drawn if not shape.is_empty]


def _smooth(shape: BaseGeometry, km: float) -> BaseGeometry:
    return shape.buffer(km, quad_segs=6).buffer(-2 * km, quad_segs=6).buffer(km, quad_segs=6)


def _canals(district: BaseGeometry, radius: float, random: np.random.Generator) -> list[BaseGeometry]:
    """Two canals, one across and one along."""
    along = np.linspace(-3 * radius, 3 * radius, 200)
    swing = [0.08 * radius * np.sin(along / radius * random.uniform(1.5, 2.5) + random.uniform(0, 6)) for _ in range(2)]
    across = np.column_stack([along, 0.28 * radius + swing[0]]), np.column_stack([-0.3 * radius + swing[1], along])
    cut = [_on_the_globe(LineString(line)).intersection(district) for line in across]
    return [max(shapely.get_parts(line), key=shapely.length) for line in cut]


def _neighbours(district: BaseGeometry, radius: float, random: np.random.Generator) -> list[BaseGeometry]:
    """Six neighbours all around, sharing the district's border."""
    ring = _on_the_globe(
        Polygon(shapely.get_coordinates(Point(0, 0).buffer(1, quad_segs=30)) * [2.3 * radius + 3, 2.1 * radius + 3])
    )
    turn = np.sort(np.arange(6) * np.pi / 3 + random.uniform(-0.25, 0.25, 6))
    rays = [
        _on_the_globe(_uneven(LineString([(0, 0), (4 * radius * np.cos(a) + 9, 4 * radius * np.sin(a))]), random))
        for a in turn
    ]
    cut = shapely.union_all(
        [ring.exterior, *(ray.difference(district) for ray in rays), _exterior(district)], grid_size=GRID
    )
    pieces = [
        piece
        for piece in shapely.get_parts(shapely.polygonize([shapely.node(cut)]))
        if not district.contains(piece.representative_point()) and ring.contains(piece.representative_point())
    ]
    return sorted(pieces, key=shapely.area, reverse=True)[:6]


def _exterior(district: BaseGeometry) -> BaseGeometry:
    return shapely.union_all([part.exterior for part in shapely.get_parts(district)])


def _largest(shape: BaseGeometry) -> BaseGeometry:
    """The largest surface of a shape."""
    return max(
        (part for part in shapely.get_parts(shape) if isinstance(part, Polygon)),
        key=shapely.area,
        default=MultiPolygon(),
    )


def _seat(seat: np.ndarray, land: BaseGeometry) -> np.ndarray:
    """The seat where it stands on its town's land, else a point that does."""
    if land.contains(Point(seat)):
        return seat.round(5)
    inside: np.ndarray = shapely.get_coordinates(land.representative_point())[0].round(5)
    return inside
