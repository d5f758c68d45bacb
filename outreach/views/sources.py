"""What the tables hold and where it comes from."""

from typing import Any

import numpy as np
import pandas as pd

from outreach import __version__
from outreach.district import District
from outreach.views.credits import credits, dated
from outreach.views.exhibit import Column, Exhibit
from outreach.words import GLOSSARY, Words

BASES = ("census", "official", "reported", "survey", "estimated", "modelled", "assumed", "demonstration")


def _exhibit(
    say: Words,
    district: District,
    name: str,
    title: str,
    sentence: str,
    rows: pd.DataFrame,
    columns: tuple[Column, ...],
) -> Exhibit:
    return Exhibit(
        name=name,
        title=title,
        sentence=sentence,
        rows=rows,
        columns=columns,
        credits=credits(say, district.home, district.sources, (), ()),
    )


def tables(say: Words, district: District, overview: pd.DataFrame) -> Exhibit:
    """Every table with its rows, the kinds of its figures and their sources, as counted."""
    return _exhibit(
        say,
        district,
        "tables",
        say("sources.tables_title"),
        say("sources.tables_sentence", version=__version__),
        overview,
        (
            Column("title", say("column.table_title")),
            Column("row_meaning", say("column.row_meaning")),
            Column("rows", say("column.rows"), "integer"),
            Column("bases", say("column.bases_found")),
            Column("sources", say("column.sources_found")),
        ),
    )


def dictionary(say: Words, district: District, described: pd.DataFrame, table: str) -> Exhibit:
    """The columns of one table: title, meaning, type, unit and range."""
    rows = described[described["table"] == table]
    rows = rows.assign(
        values=rows["range"] + rows["allowed"],
        required_name=[say("sources.yes" if one else "sources.no") for one in rows["required"]],
    )
    return _exhibit(
        say,
        district,
        f"dictionary_{table}",
        say("sources.dictionary_title", table=rows["table_title"].iloc[0]),
        say("sources.dictionary_sentence", meaning=rows["row_meaning"].iloc[0].rstrip("。.")),
        rows,
        tuple(
            Column(name, say(f"column.{label}"))
            for name, label in (
                ("column", "column"),
                ("title", "title"),
                ("meaning", "meaning"),
                ("type", "type"),
                ("unit", "unit"),
                ("values", "range"),
                ("required_name", "required"),
            )
        ),
    )


def rows_of(say: Words, district: District, table: str, described: pd.DataFrame) -> Exhibit:
    """All rows of one table under the titles of its columns."""
    about = described[described["table"] == table]
    frame = district.table(table)
    frame = frame.assign(**{name: [_said(say, table, name, value) for value in frame[name]] for name in frame.columns})
    return _exhibit(
        say,
        district,
        table,
        say("sources.rows_title", table=about["table_title"].iloc[0]),
        say("sources.rows_sentence", n=len(frame)),
        frame,
        tuple(Column(name, title) for name, title in zip(about["column"], about["title"])),
    )


def _said(say: Words, table: str, column: str, value: Any) -> Any:
    """A cell in words: closed lists by their names, flags as yes or no, days without the hour; numbers stay numbers."""
    if isinstance(value, tuple):
        return say("format.semicolon").strip().join(_said(say, table, column, one) for one in value)
    if isinstance(value, bool | np.bool_):
        return say("sources.yes" if value else "sources.no")
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    named = f"value.{table}.{column}.{value}"
    return say(named) if named in say else value


def listed(say: Words, district: District) -> Exhibit:
    """The sources, with who published them, when, and what they are used for."""
    source = district.sources
    rows = pd.DataFrame(
        {
            "title": source[f"title_{say.language}"],
            "publisher": source[f"publisher_{say.language}"],
            "date": [dated(say, one) for one in source["date"]],
            "kind": [say(f"value.sources.kind.{one}") for one in source["kind"]],
            "licence": source[f"licence_{say.language}"].fillna(""),
            "used_for": source[f"used_for_{say.language}"],
        }
    )
    titles = ("title", "publisher", "published", "source_kind", "licence", "used_for")
    columns = tuple(Column(name, say(f"column.{title}")) for name, title in zip(rows.columns, titles))
    return _exhibit(
        say,
        district,
        "source_list",
        say("sources.list_title"),
        say("sources.list_sentence", n=len(rows)),
        rows,
        columns,
    )


def geometry(say: Words, district: District) -> Exhibit:
    """The map's layers and whose they are."""
    rows = pd.DataFrame(
        [
            {"layer": say.pick(layer, "title"), "attribution": say.pick(layer, "attribution")}
            for layer in district.home.layers.values()
        ]
    )
    columns = (Column("layer", say("column.item")), Column("attribution", say("column.sources_found")))
    return _exhibit(
        say, district, "geometry", say("sources.geometry_title"), say("sources.geometry_sentence"), rows, columns
    )


def kinds(say: Words, district: District) -> Exhibit:
    """What each kind of figure means."""
    rows = pd.DataFrame(
        {
            "basis": [say(f"value.literacy.basis.{one}") for one in BASES],
            "meaning": [say(f"basis_meaning.{one}") for one in BASES],
        }
    )
    columns = (Column("basis", say("column.basis")), Column("meaning", say("column.meaning")))
    return _exhibit(say, district, "kinds", say("sources.basis_title"), say("sources.basis_sentence"), rows, columns)


def glossary(say: Words, district: District) -> Exhibit:
    """The terms of the trade with what they mean."""
    terms = [(one, say(f"glossary.{one}.term"), say(f"glossary.{one}.means")) for one in GLOSSARY]
    rows = pd.DataFrame(terms, columns=["term_id", "term", "means"])
    columns = (Column("term", say("glossary.term")), Column("means", say("glossary.means")))
    return _exhibit(say, district, "glossary", say("glossary.title"), say("glossary.sentence"), rows, columns)


def titles(described: pd.DataFrame) -> dict[str, str]:
    """The tables' ids with their titles."""
    return dict(zip(described["table"], described["table_title"]))
