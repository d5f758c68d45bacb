"""A square district of four square towns on the equator, where a degree is the same both ways."""

import geopandas as gpd
import pytest
import shapely

from outreach.views import ground as grounds
from outreach.views.ground import Ground


def layer(shapes: dict[str, shapely.Geometry]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"area_code": list(shapes)}, geometry=list(shapes.values()), crs="EPSG:4326")


@pytest.fixture
def geometry() -> dict[str, gpd.GeoDataFrame]:
    """Towns a, b (south) and c, e (north), each 0.1° wide; a lake fills all of b but its eastern fifth."""
    towns = {"a": (0, -0.1), "b": (0.1, -0.1), "c": (0, 0), "e": (0.1, 0)}
    neighbours = layer({"n": shapely.box(0.2, -0.5, 0.9, 0.5)})
    return {
        "towns": layer({code: shapely.box(x, y, x + 0.1, y + 0.1) for code, (x, y) in towns.items()}),
        "district": layer({"d": shapely.box(0, -0.1, 0.2, 0.1)}),
        "neighbours": neighbours.assign(name_zh="邻区", name_en="Neighbour"),
        "water": layer({"w": shapely.box(0.1, -0.1, 0.18, 0)}),
        "canals": layer({"k": shapely.LineString([(0, 0.05), (0.2, 0.05)])}),
    }


@pytest.fixture
def ground(geometry) -> Ground:
    return grounds.ground(geometry)
