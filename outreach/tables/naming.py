"""How files name towns and other areas: by code, by name in either language, or by both, which must then agree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from outreach.faults import Fault
from outreach.tables.cells import plain
from outreach.tables.columns import Columns
from outreach.tables.faults import Details, nearest, spoken
from outreach.tables.reading import Sheet

COLUMN = "area_code"
BESIDE = {"zh": "区域名称", "en": "Area name"}
"""The heading of the column of names beside the codes, as a template has it; a file may have it or not."""
_BESIDE = {"area_name", "区域名称", "镇街名称", "所在镇街名称", "area name", "town name"}

FEW = 24  # areas, that a sentence can name them all
Said = tuple[str, Details]


@dataclass(frozen=True)
class Names:
    """The codes that there are with their names, those of every name, and the codes that towns had formerly."""

    names: Mapping[str, dict[str, str]] = field(default_factory=dict)
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    former: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, areas: pd.DataFrame | None, former: pd.DataFrame | None = None) -> "Names":
        """The names in a table of areas; of a refused one, those that could be read."""
        if areas is None:
            return cls()
        rows = areas.dropna(subset=["area_code", "name_zh", "name_en"])
        both = zip(rows["area_code"], rows["name_zh"], rows["name_en"])
        names: dict[str, dict[str, str]] = {code: {"zh": zh, "en": en} for code, zh, en in both}
        codes: dict[str, tuple[str, ...]] = {}
        for code, called in names.items():
            for name in dict.fromkeys(map(folded, called.values())):
                codes[name] = (*codes.get(name, ()), code)
        return cls(names, codes, {} if former is None else _former(former, names))

    def area(self, told: Sequence[str]) -> tuple[str | None, bool, Said | None]:
        """The code that cells of one row tell together, whether a name was among them, and what is wrong with them.

        What is empty tells nothing. A cell that is neither a code nor a name is wrong; so are cells that tell different
        areas, a name that several areas have where no code tells them apart, and a code that is no longer one.
        """
        cells = [cell.strip() for cell in told if cell.strip()]
        by_name = any(folded(cell) in self.codes for cell in cells)
        possible: tuple[str, ...] | None = None
        for cell in cells:
            here = self._codes(cell)
            if not here:
                now = self.former.get(_digits(cell))
                if now:
                    return None, by_name, ("former_code", {"found": spoken(cell), "code": now, "name": self.names[now]})
                return None, by_name, self.nowhere(cell)
            both = here if possible is None else tuple(code for code in possible if code in here)
            if not both:
                other = next(one for one in cells if self._codes(one) == possible)
                return None, by_name, ("names_disagree", self._disagreement(other, cell))
            possible = both
        if possible is None:
            return None, by_name, None
        if len(possible) > 1:
            return None, by_name, ("ambiguous_name", {"found": spoken(cells[0]), "codes": list(possible)})
        return possible[0], by_name, None

    def nowhere(self, cell: str) -> Said:
        """What is wrong with a cell that names no area: with the one that may be meant, or the towns where they are few."""
        found: dict[str, object] = {"found": spoken(cell)}
        likely = {
            codes[0] for name, codes in self.codes.items() if len(folded(cell)) > 1 and name.startswith(folded(cell))
        }
        if not likely and (alike := nearest(folded(cell), list(self.codes), letters=3)):
            likely = {self.codes[alike][0]}
        if len(likely) == 1:
            return "no_such_area_near", found | {"nearest": self.names[likely.pop()]}
        if 0 < len(self.names) <= FEW:
            return "no_such_area_of", found | {"allowed": list(self.names.values())}
        return "no_such_area", found

    def told_of(self, codes: Sequence[str]) -> list[dict[str, str]]:
        """What each code was taken for, to be told: `320614106 = 余东镇`."""
        return [
            {language: f"{code} = {self.names[code][language]}" for language in ("zh", "en")}
            for code in codes
            if code in self.names
        ]

    def _codes(self, cell: str) -> tuple[str, ...]:
        code = _digits(cell)
        return (code,) if code in self.names else self.codes.get(folded(cell), ())

    def _disagreement(self, one: str, other: str) -> dict[str, object]:
        first, second = self.names[self._codes(one)[0]], self.names[self._codes(other)[0]]
        return {"found": spoken(one), "name": first, "other": spoken(other), "other_name": second}


def folded(name: str) -> str:
    """A name as it is compared: in any case, full-width or not, however its words are set apart."""
    return " ".join(plain(name).casefold().split())


def _digits(cell: str) -> str:
    return plain(cell).removesuffix(".0")


def _former(codes: pd.DataFrame, names: Mapping[str, dict[str, str]]) -> dict[str, str]:
    """The codes that areas had and no area has now, each with the one of today."""
    told = codes[["former_code", "area_code"]].dropna()
    return {old: now for old, now in zip(told["former_code"], told["area_code"]) if old not in names and now in names}


def settled(sheet: Sheet, columns: Columns, names: Names) -> tuple[str, ...]:
    """Put codes where a table's file names areas, by themselves or in the column of names beside the codes.

    The codes that the file tells without any name are returned, in their order: somebody should be told what they were
    taken for. What is wrong goes to the sheet's faults; cells that say nothing wrong but are unknown stay, to be refused
    where ids are looked up.
    """
    if COLUMN not in columns or columns[COLUMN]["refers"] != "areas":
        return ()
    titles = {folded(title) for title in (COLUMN, *columns[COLUMN]["title"].values())}
    heads = [folded(head) for head in sheet.header]
    beside = [place for place, head in enumerate(heads) if head in _BESIDE]
    own = next((place for place, head in enumerate(heads) if head in titles), None)
    if own is None:
        if not beside:
            return ()
        own = len(sheet.header)
        sheet.header.append(COLUMN)
        for row in sheet.rows:
            row.append("")
    return tuple(_coded(sheet, own, beside, names))


def names_areas(columns: Columns) -> bool:
    """Whether a table's rows are told of areas."""
    return COLUMN in columns and columns[COLUMN]["refers"] == "areas"


def is_beside(heading: str, columns: Columns) -> bool:
    """Whether a heading is that of the names beside a table's codes, which `settled` reads and nobody else."""
    return folded(heading) in _BESIDE and names_areas(columns)


def _coded(sheet: Sheet, own: int, beside: Sequence[int], names: Names) -> dict[str, None]:
    alone: dict[str, None] = {}
    for number, row in zip(sheet.numbers, sheet.rows, strict=True):
        if not beside and row[own] in alone:
            continue
        code, by_name, wrong = names.area([row[own], *(row[place] for place in beside)])
        if code is not None:
            row[own] = code
            if not by_name:
                alone[code] = None
        elif (
            wrong
            and names.names
            and (not wrong[0].startswith("no_such_area") or any(row[place].strip() for place in beside))
        ):
            sheet.faults.append(Fault(sheet.file, number, COLUMN, *wrong))
    return alone
