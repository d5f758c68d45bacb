"""The tables described to a reader, from their models: what every column means, and what the district has."""

from collections.abc import Callable, Iterable, Iterator

import pandas as pd

from outreach.district import District
from outreach.tables import EVERY, MODELS
from outreach.tables.columns import KINDS_OF_BASIS, TYPES, Described, describe

_BETWEEN = {"zh": ("不小于 {least}", "不大于 {most}", "、"), "en": ("at least {least}", "at most {most}", ", ")}


def dictionary(language: str) -> pd.DataFrame:
    """Every column of every table in `zh` or `en`, in the files' order.

    Columns: table, table_title, row_meaning, column, title, meaning, type, unit, range, allowed, refers, example,
    required (boolean). Texts are empty where there is nothing to say.
    """
    return pd.DataFrame(
        [_entry(name, column, spec, language) for name in MODELS for column, spec in describe(MODELS[name]).items()]
    )


def title(table: str, language: str) -> str:
    """A table's title."""
    titled: str = EVERY[table].to_schema().metadata["title"][language]
    return titled


def overview(district: District, language: str) -> pd.DataFrame:
    """What a district's tables hold, one row a table, in `zh` or `en`.

    Columns: table, title, row_meaning, rows, state (`fresh`, `stale`, `missing`), basis_counts (figures by basis id),
    bases (the same as text), source_ids (in the order they occur), sources (their titles as text).
    """
    titles = district.sources.set_index("source_id")[f"title_{language}"]
    rows = []
    for name in MODELS:
        frame, counts, ids = district.table(name), basis_counts(district, name), source_ids(district, name)
        rows.append(
            {
                "table": name,
                "title": title(name, language),
                "row_meaning": MODELS[name].to_schema().metadata["row"][language],
                "rows": len(frame),
                "state": "stale" if name in district.stale else "missing" if name in district.missing else "fresh",
                "basis_counts": counts,
                "bases": _joined(
                    (f"{_label(KINDS_OF_BASIS[basis], language)} {count}" for basis, count in counts.items()), language
                ),
                "source_ids": ids,
                "sources": _joined((titles.get(id_, id_) for id_ in ids), language),
            }
        )
    return pd.DataFrame(rows)


def basis_counts(district: District, table: str) -> dict[str, int]:
    """How many figures of a table rest on what: counts by basis, in the order of the closed list."""
    cells = _cells(
        district, table, lambda spec: bool(spec["values"] and spec["values"].items() <= KINDS_OF_BASIS.items())
    )
    counts = cells.value_counts()
    return {basis: int(counts[basis]) for basis in KINDS_OF_BASIS if basis in counts}


def source_ids(district: District, table: str) -> tuple[str, ...]:
    """The sources a table names, in the order they occur."""
    return tuple(_cells(district, table, lambda spec: spec["refers"] == "sources").unique())


def _cells(district: District, table: str, wanted: Callable[[Described], bool]) -> pd.Series:
    frame = district.table(table)
    columns = [column for column, spec in describe(MODELS[table]).items() if wanted(spec)]
    return pd.concat([frame[column] for column in columns]).dropna() if columns else pd.Series(dtype="str")


def _entry(name: str, column: str, spec: Described, language: str) -> dict[str, object]:
    about = MODELS[name].to_schema().metadata
    return {
        "table": name,
        "table_title": about["title"][language],
        "row_meaning": about["row"][language],
        "column": column,
        "title": spec["title"][language],
        "meaning": spec["meaning"][language],
        "type": _label(TYPES[spec["type"]], language),
        "unit": spec["unit"][language],
        "range": _range(spec, language),
        "allowed": _joined(_allowed(spec, language), language),
        "refers": spec["refers"] or "",
        "example": spec["example"],
        "required": not spec["optional"],
    }


def _range(spec: Described, language: str) -> str:
    least, most, between = _BETWEEN[language]
    parts = [least.format(least=f"{spec['least']:g}")] if spec["least"] is not None else []
    parts += [most.format(most=f"{spec['most']:g}")] if spec["most"] is not None else []
    return between.join(parts)


def _allowed(spec: Described, language: str) -> Iterator[str]:
    for value, names in (spec["values"] or {}).items():
        yield f"{value}（{names[0]}）" if language == "zh" else value if names[1] == value else f"{value} ({names[1]})"


def _label(names: tuple[str, str], language: str) -> str:
    return names[0] if language == "zh" else names[1]


def _joined(parts: Iterable[str], language: str) -> str:
    return ("、" if language == "zh" else ", ").join(parts)
