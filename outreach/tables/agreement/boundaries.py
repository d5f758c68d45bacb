"""The boundaries of the district and its towns."""

from collections.abc import Iterator

from outreach.faults import Fault
from outreach.tables.agreement.rules import Read, name_of, named, needs
from outreach.tables.faults import spoken
from outreach.tables.geometry import local_projection, overlaps


@needs("areas", "towns.geojson")
def every_town_has_a_boundary(read: Read) -> Iterator[Fault]:
    """towns.geojson draws the district's towns, all of them and no other."""
    towns, drawn = read.towns(), list(read.layers["towns"]["area_code"])
    for _, town in towns[~towns["area_code"].isin(drawn)].iterrows():
        yield Fault(
            "geo/towns.geojson", None, None, "town_without_boundary", {"name": named(town), "code": town["area_code"]}
        )
    own = set(towns["area_code"])
    for code in drawn:
        if code not in own:
            yield Fault(
                "geo/towns.geojson",
                None,
                None,
                "boundary_without_town",
                {"code": spoken(code), "file": read.tables["areas"].file},
            )


@needs("areas", "towns.geojson")
def towns_do_not_overlap(read: Read) -> Iterator[Fault]:
    """No two towns share ground."""
    for one, other, shared_km2 in overlaps(read.layers["towns"]):
        details = {"one": name_of(read, one), "other": name_of(read, other), "shared": f"{shared_km2:.2f}"}
        yield Fault("geo/towns.geojson", None, None, "towns_overlap", details)


@needs("district.geojson")
def outline_is_the_districts(read: Read) -> Iterator[Fault]:
    """district.geojson draws the district that district.toml names."""
    drawn = list(read.layers["district"]["area_code"])
    if drawn != [read.home.code]:
        yield Fault("geo/district.geojson", None, None, "other_district", {"found": drawn, "expected": read.home.code})


@needs("towns.geojson", "district.geojson")
def towns_fill_the_district(read: Read) -> Iterator[Fault]:
    """The towns lie in the district's outline, as far as the boundaries are known."""
    flat = local_projection(read.layers["district"])
    outline = (
        read.layers["district"].geometry.to_crs(flat).union_all().buffer(read.home.boundary_tolerance_km * 1000 + 100)
    )
    towns = read.layers["towns"].to_crs(flat)
    for code, town in zip(towns["area_code"], towns.geometry, strict=True):
        if not outline.covers(town):
            yield Fault("geo/towns.geojson", None, None, "town_outside_district", {"code": code})
