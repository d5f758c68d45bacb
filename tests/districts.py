"""Districts as a year of work leaves them, made of the shipped one: filled, empty, tied. A directory is written anew in place."""

from pathlib import Path

import pandas as pd

LATE, DONE = 0.5, 1.0
REACHED = (0.971, DONE, LATE, DONE, 1.2, 0.9, 0.97, DONE, 0.8, LATE, DONE, DONE)
"""How much of each target the filled district reports, in the targets' order: the standing rate of T07 stands at 97 %."""


def with_a_desk(home: Path) -> Path:
    """The district with its data desk turned on."""
    settings = home / "data" / "district.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + "\n[desk]\nenabled = true\n", encoding="utf-8")
    return home


def filled(home: Path) -> Path:
    """Survey answers from every town, a report on every target and every base on a point of its town."""
    towns = _table(home, "areas").query("kind == 'town'")["area_code"]
    answers = [(code, 300 + 20 * i, round(0.12 + 0.012 * i, 4)) for i, code in enumerate(towns)]
    rows = [
        (code, "2025", "all", str(n), str(share), "1.5", "10", "9", "", "survey", "plan-2022")
        for code, n, share in answers
    ]
    _write(home, "survey", rows)
    reports = [
        (target, "2025-12-31", value, "reported", "佐证材料", "Evidence", "", "science-association", "plan-2022")
        for target, value in zip(_table(home, "targets")["target_id"], _reported(home), strict=True)
    ]
    _write(home, "progress", reports)
    bases, places = _table(home, "bases"), _table(home, "places").drop_duplicates("area_code").set_index("area_code")
    known = bases["area_code"].isin(places.index)
    bases.loc[known, ["lon", "lat"]] = places.loc[bases.loc[known, "area_code"], ["lon", "lat"]].to_numpy()
    bases.loc[known, ["accuracy", "datum"]] = ["exact", "WGS-84"]
    bases.loc[known, "place_id"] = ""
    _put(home, "bases", bases)
    return home


def empty(home: Path) -> Path:
    """Towns and a plan, and nothing else on record: no base (and no question about one), no report, no survey, no figure of literacy."""
    for table in ("bases", "progress", "survey", "literacy", "register", "questions"):
        _put(home, table, _table(home, table)[:0])
    return home


def tied(home: Path) -> Path:
    """Bases in one town alone and no figure of literacy: of the towns out of its reach none is before another."""
    bases = _table(home, "bases")
    first = _table(home, "areas").query("kind != 'district' and parent_code == '320614'")["area_code"].iloc[0]
    for table in ("progress", "survey", "literacy", "register", "questions"):
        _put(home, table, _table(home, table)[:0])
    _put(home, "bases", bases[bases["area_code"] == first])
    return home


def _reported(home: Path) -> list[str]:
    found = []
    for row, part in zip(_table(home, "targets").to_dict("records"), REACHED, strict=True):
        goal = float(row["target_value"].rstrip("%"))
        found.append(f"{goal * min(part, 1):g}%" if row["kind"] == "rate" else f"{goal * part:.0f}")
    return found


def _table(home: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(home / "data" / f"{name}.csv", dtype=str, keep_default_na=False, encoding="utf-8-sig")


def _write(home: Path, name: str, rows: list[tuple[str, ...]]) -> None:
    columns = list(_table(home, name).columns)
    _put(home, name, pd.DataFrame(rows, columns=columns))


def _put(home: Path, name: str, table: pd.DataFrame) -> None:
    table.to_csv(home / "data" / f"{name}.csv", index=False, encoding="utf-8-sig", lineterminator="\r\n")
