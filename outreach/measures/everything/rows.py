"""The long table as it grows: a row per area of every measure; and its files."""

from io import BytesIO

import pandas as pd

from outreach.measures.areas import figures

COLUMNS = ("area_code", "measure", "value", "low", "high", "basis", "unit", "parameters")
Basis = pd.Series | str | None


class Rows:
    """The rows so far; each measure is added whole."""

    def __init__(self, areas: list[str], demonstration: bool):
        self._areas, self._demonstration = areas, demonstration
        self._frames: list[pd.DataFrame] = []

    def add(self, measure: str, value: pd.Series, basis: Basis, unit: str, parameters: str = "") -> None:
        """A figure that stands without ends."""
        self.ranged(measure, pd.DataFrame({"value": value}), basis, unit, parameters)

    def ranged(self, measure: str, figure: pd.DataFrame, basis: Basis, unit: str, parameters: str = "") -> None:
        """A figure with its ends: value, low, high; ends that are not there are missing."""
        rows = figure.reindex([code for code in self._areas if code in figure.index])
        frame = pd.DataFrame(
            {
                name: figures(rows[name]) if name in rows else pd.Series(float("nan"), index=rows.index)
                for name in ("value", "low", "high")
            }
        )
        frame["basis"] = basis.reindex(rows.index) if isinstance(basis, pd.Series) else basis
        if self._demonstration:
            frame["basis"] = "demonstration"
        frame = frame.assign(measure=measure, unit=unit, parameters=parameters, area_code=frame.index)
        self._frames.append(frame[list(COLUMNS)])

    def table(self) -> pd.DataFrame:
        """The areas in their order, each with its measures in the order they were added."""
        found = pd.concat(self._frames, ignore_index=True)
        place = {code: number for number, code in enumerate(self._areas)}
        return found.sort_values("area_code", key=lambda codes: codes.map(place), kind="stable").reset_index(drop=True)


def written(table: pd.DataFrame) -> bytes:
    """The table as a CSV that Excel opens by a double click: comma-separated, UTF-8 with byte order mark, CRLF."""
    return ("\ufeff" + table.to_csv(index=False, lineterminator="\r\n", float_format="%.10g")).encode("utf-8")


def parquet(table: pd.DataFrame) -> bytes:
    """The table as Parquet, for other programs: the same rows and columns."""
    stream = BytesIO()
    table.to_parquet(stream, index=False)
    return stream.getvalue()
