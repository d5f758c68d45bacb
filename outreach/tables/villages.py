"""A list of villages and communities to draw a sample from."""

from pathlib import Path

import pandas as pd

from outreach.faults import Fault
from outreach.tables.cells import Refused, number, plain
from outreach.tables.faults import spoken
from outreach.tables.reading import read_file

COLUMNS = {
    "area_code": ("area_code", "town", "镇街", "镇街代码", "所在镇街"),
    "village": ("village", "村居", "村", "社区", "村（社区）"),
    "people": ("people", "population", "人口", "常住人口"),
}


def read_villages(path: Path, areas: pd.DataFrame) -> tuple[pd.DataFrame | None, list[Fault]]:
    """The villages of a CSV or XLSX file (area_code, village, people, which is missing where the file says none), or its faults.

    areas are the district's towns; a village's town is its code or its name.
    """
    sheet = read_file(path)
    if sheet.faults:
        return None, sheet.faults
    heads = [plain(head).casefold() for head in sheet.header]
    places = {name: heads.index(one) for name, known in COLUMNS.items() for one in known if one in heads}
    for name in ("area_code", "village"):
        if name not in places:
            return None, [Fault(sheet.file, 1, None, "respondents_column", {"expected": list(COLUMNS[name])})]
    towns = {
        plain(str(area[column])).casefold(): area["area_code"]
        for area in areas.to_dict("records")
        for column in ("name_zh", "name_en", "area_code")
    }
    rows, faults = [], []
    for line, cells in zip(sheet.numbers, sheet.rows, strict=True):
        town = plain(cells[places["area_code"]]).removesuffix(".0")
        row = {"area_code": towns.get(town.casefold()), "village": plain(cells[places["village"]]), "people": None}
        if row["area_code"] is None:
            head = sheet.header[places["area_code"]].strip()
            faults.append(Fault(sheet.file, line, head, "respondents_town", {"found": spoken(town)}))
        cell = plain(cells[places["people"]]) if "people" in places else ""
        if cell:
            try:
                row["people"] = number(cell)
            except Refused:
                head = sheet.header[places["people"]].strip()
                faults.append(Fault(sheet.file, line, head, "village_people", {"found": spoken(cell)}))
        rows.append(row)
    frame = pd.DataFrame(rows, columns=["area_code", "village", "people"]).astype({"people": float})
    return (None, faults) if faults else (frame, [])
