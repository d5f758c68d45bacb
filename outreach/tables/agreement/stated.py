"""What district.toml says, held against the tables."""

from collections.abc import Iterator

from outreach.faults import Fault
from outreach.settings import FILE
from outreach.tables import MODELS, photos
from outreach.tables.agreement.rules import Read, needs
from outreach.tables.bases import PHOTO, PHOTOS
from outreach.tables.columns import KINDS_OF_BASIS, describe
from outreach.tables.faults import spoken

PLAN = ("name_zh", "name_en", "from_year", "to_year", "source_id", "literacy_target_id")
"""What district.toml says of the plan where plans.csv has none."""


@needs()
def demonstration_stays_apart(read: Read) -> Iterator[Fault]:
    """A real district holds no demonstration figure."""
    if read.home.demonstration:
        return
    for name, table in read.tables.items():
        for column, spec in describe(MODELS[name]).items():
            if (
                spec["values"]
                and "demonstration" in spec["values"]
                and spec["values"].items() <= KINDS_OF_BASIS.items()
            ):
                for row in table.sound.index[table.sound[column] == "demonstration"]:
                    yield table.fault(row, column, "demonstration_in_real")


@needs()
def capacities_have_a_standard(read: Read) -> Iterator[Fault]:
    """Where bases are weighed by their capacity, district.toml says how many visits are enough."""
    if read.home.gaps.supply == "capacity" and "access_per_10k" not in read.home.gaps.model_fields_set:
        yield Fault(FILE, None, "gaps.access_per_10k", "toml_capacity_without_standard")


@needs("areas")
def district_is_there(read: Read) -> Iterator[Fault]:
    """district.toml names an area that has towns, and areas to compare with."""
    areas = read["areas"].set_index("area_code")
    for key, code in [("code", read.home.code), *(("compare_with", code) for code in read.home.compare_with)]:
        if code not in areas.index:
            yield Fault(FILE, None, key, "toml_unknown_area", {"found": spoken(code)})
    if read.home.code in areas.index and read.towns().empty:
        yield read.tables["areas"].fault(None, "parent_code", "no_towns", found=read.home.code)


@needs("bases", row_by_row="bases")
def photos_are_there(read: Read) -> Iterator[Fault]:
    """Every picture that bases name lies in the folder of the pictures, is a picture and not too large for a screen."""
    table = read.tables["bases"]
    for row, found in table.sound["photo"].dropna().items():
        if PHOTO.fullmatch(found.strip()) and (rule := photos.trouble(read.home.data / PHOTOS / found.strip())):
            yield table.fault(row, "photo", rule, found=spoken(found))


@needs("sources")
def plan_has_a_source(read: Read) -> Iterator[Fault]:
    """The plan's source is one of the sources; those of plans.csv are references like any other."""
    found = read.home.plan.source_id
    if found not in set(read["sources"]["source_id"]):
        yield Fault(FILE, None, "plan.source_id", "toml_unknown_source", {"found": spoken(found)})


@needs("places")
def screen_stands_somewhere(read: Read) -> Iterator[Fault]:
    """The place of the museum's screen is one of the places, where it is not a position of its own."""
    found = read.home.kiosk.place
    if isinstance(found, str) and found not in set(read["places"]["place_id"]):
        yield Fault(FILE, None, "kiosk.place", "toml_unknown_place", {"found": spoken(found)})


@needs("district.geojson")
def screen_stands_in_the_district(read: Read) -> Iterator[Fault]:
    """The position of the museum's screen lies within the district's bounds."""
    found = read.home.kiosk.place
    if isinstance(found, tuple):
        west, south, east, north = read.layers["district"].total_bounds
        if not (west <= found[0] <= east and south <= found[1] <= north):
            yield Fault(FILE, None, "kiosk.place", "toml_place_outside", {"lon": found[0], "lat": found[1]})
