"""The areas, and which of them rows may be of."""

from collections.abc import Iterator

from outreach.faults import Fault
from outreach.tables.agreement.rules import Read, name_of, named, needs
from outreach.tables.hierarchy import districts_of

SHARE_TOLERANCE = 0.005


@needs("areas")
def towns_have_a_district(read: Read) -> Iterator[Fault]:
    """Where the area shown has districts, each of its towns belongs to one of them."""
    table, districts = read.tables["areas"], districts_of(read["areas"], read.home.code)
    towns = read.towns()
    for row in towns.index[~towns["parent_code"].isin(districts["area_code"])] if len(districts) else ():
        yield table.fault(
            row, "parent_code", "town_without_district", found=towns.at[row, "parent_code"], name=named(towns.loc[row])
        )


@needs("areas")
def areas_form_a_tree(read: Read) -> Iterator[Fault]:
    """No area belongs to itself, however many steps around."""
    table = read.tables["areas"]
    parent: dict[str, str] = dict(table.sound[["area_code", "parent_code"]].dropna().itertuples(index=False))
    for row, code in table.sound["area_code"].items():
        above, steps = parent.get(code), 0
        while above is not None and above != code and steps <= len(parent):
            above, steps = parent.get(above), steps + 1
        if above == code:
            yield table.fault(row, "parent_code", "area_in_a_circle", found=parent[code])


@needs("areas")
def populations_add_up(read: Read) -> Iterator[Fault]:
    """The parts of an area have as many people as the area, wherever all of them are counted."""
    table = read.tables["areas"]
    parts = table.sound.groupby("parent_code")["population"]
    counted = parts.sum()[parts.count() == parts.size()]
    for row in table.sound.index[table.sound["area_code"].isin(counted.index) & table.sound["population"].notna()]:
        area = table.sound.loc[row]
        total = int(counted[area["area_code"]])
        if total != area["population"]:
            yield table.fault(
                row,
                "population",
                "parts_do_not_add_up",
                name=named(area),
                total=f"{total:,}",
                found=f"{int(area['population']):,}",
                difference=f"{abs(total - int(area['population'])):,}",
                than={"zh": "多", "en": "more"} if total > area["population"] else {"zh": "少", "en": "fewer"},
            )


@needs("areas", "places", row_by_row="places")
def places_are_in_towns(read: Read) -> Iterator[Fault]:
    """Places belong to towns of the district shown."""
    yield from _elsewhere(read, "places")


@needs("areas", "bases", row_by_row="bases")
def bases_are_in_towns(read: Read) -> Iterator[Fault]:
    """Bases belong to towns of the district shown."""
    yield from _elsewhere(read, "bases")


@needs("areas", "survey", row_by_row="survey")
def surveys_are_of_towns(read: Read) -> Iterator[Fault]:
    """Survey rows belong to the district shown or to its towns; in a province to any of its districts too."""
    yield from _elsewhere(read, "survey", read.home.code, *districts_of(read["areas"], read.home.code)["area_code"])


@needs("areas", "register", row_by_row="register")
def the_register_is_of_towns(read: Read) -> Iterator[Fault]:
    """Confirmations are of the district shown or of its towns; in a province of any of its districts too."""
    yield from _elsewhere(read, "register", read.home.code, *districts_of(read["areas"], read.home.code)["area_code"])


@needs("areas", "register")
def the_register_does_not_contradict_itself(read: Read) -> Iterator[Fault]:
    """What is complete in a whole district is not incomplete in one of its towns."""
    table = read.tables["register"]
    parent = read["areas"].set_index("area_code")["parent_code"]
    whole = {
        (row.area_code, row.level if isinstance(row.level, str) else row.category): place
        for place, row in zip(table.sound.index, table.sound.itertuples())
        if row.complete
    }
    for place, row in zip(table.sound.index, table.sound.itertuples()):
        subject = row.level if isinstance(row.level, str) else row.category
        above = parent.get(row.area_code)
        while not row.complete and isinstance(above, str) and (above, subject) not in whole:
            above = parent.get(above)
        if not row.complete and isinstance(above, str):
            yield table.fault(
                place,
                "complete",
                "register_contradicts",
                found=subject,
                whole=name_of(read, above),
                town=name_of(read, str(row.area_code)),
                first_row=table.numbers[whole[above, subject]],
            )


def _elsewhere(read: Read, name: str, *also: str) -> Iterator[Fault]:
    table, known = read.tables[name], set(read["areas"]["area_code"])
    codes = table.sound["area_code"]
    for row in codes.index[codes.isin(known - set(read.towns()["area_code"]) - set(also))]:
        yield table.fault(row, "area_code", "not_a_town", found=codes[row])


@needs("areas", "places")
def each_town_has_one_seat(read: Read) -> Iterator[Fault]:
    """Every town is governed from exactly one of its places."""
    table = read.tables["places"]
    seats = table.sound[table.sound["role"] == "seat"]
    for row in seats.index[seats["area_code"].duplicated()]:
        yield table.fault(row, "role", "second_seat", name=name_of(read, seats["area_code"][row]))
    towns = read.towns()
    for _, town in towns[~towns["area_code"].isin(seats["area_code"])].iterrows():
        yield table.fault(None, "role", "no_seat", name=named(town), code=town["area_code"])


@needs("areas", "places")
def shares_add_up(read: Read) -> Iterator[Fault]:
    """The shares of a town's places add up to one."""
    table = read.tables["places"]
    for code, shares in table.sound.groupby("area_code")["share"]:
        if abs(shares.sum() - 1) > SHARE_TOLERANCE:
            yield table.fault(
                shares.index[0],
                "share",
                "shares_do_not_add_up",
                name=name_of(read, str(code)),
                total=f"{shares.sum():g}",
            )
