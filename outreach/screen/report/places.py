"""The report's chapters on the land: the whole district, its facilities, each of its towns, where to build."""

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from outreach.exports.report import Figure, Heading, Part, Table, Text, Turn
from outreach.page import Prose, flat
from outreach.screen.report.look import Look, for_paper, joined, only, read
from outreach.views.exhibit import Column, Row, records

GAP_COLUMNS = ("town_name", "gap", "unconfirmed", "rank_band", "bases", "bases_high", "coverage_ebike", "missing_names")
LITERACY_COLUMNS = ("town_name", "share", "low", "high", "grade", "rank_interval", "basis_name", "year_said")
MOST = 60  # towns with a section of their own; a province has more than a report can carry


def whole(look: Look) -> Iterator[Part]:
    """The district as a whole: literacy and bases."""
    say = look.say
    yield Heading(1, say("report.whole"))
    yield from look.text(look.page("overview").sentence)
    yield Heading(2, say("report.literacy"))
    yield from look.said("overview", "literacy_series", "finding", "range", "open")
    yield from look.figure("overview", "literacy_series")
    yield Heading(2, say("report.bases"))
    yield from look.figure("overview", "overview_map")
    levels = look.exhibit("overview", "overview_levels")
    if levels is not None:
        yield from look.text(levels.sentence)
        yield Table(levels)
    yield from look.table("overview", "overview_targets", ("target_name", "goal", "reported", "status_name"))


def facilities(look: Look) -> Iterator[Part]:
    """Gaps, reach and literacy of all towns side by side, and which records are to be confirmed first."""
    say = look.say
    yield Heading(1, say("report.facilities"))
    yield Heading(2, say("report.gaps"))
    yield from look.said("gaps", "gaps_map", "finding", "range", "firm", "caveat")
    yield from look.figure("gaps", "gaps_map")
    yield from look.table("gaps", "gaps_table", GAP_COLUMNS)
    yield from look.figure("gaps", "gaps_components")
    yield Heading(2, say("report.reach"))
    coverage = look.exhibit("gaps", "gaps_coverage")
    if coverage is not None:
        yield from look.figure("gaps", "gaps_coverage")
        yield Table(coverage)
    yield from look.table("gaps", "gaps_coverage_levels")
    yield from look.figure("gaps", "equity")
    yield Heading(2, say("report.towns_literacy"))
    yield from look.text(look.page("literacy").sentence)
    yield from look.said("literacy", "literacy_intervals", "finding", "range", "caveat", "unranked")
    yield from look.figure("literacy", "literacy_intervals")
    worklist = look.exhibit("gaps", "register_worklist")
    if worklist is not None:
        yield Heading(2, say("report.records"))
        yield Text(say("report.records_why"))
        yield Table(worklist)


def towns(look: Look) -> Iterator[Part]:
    """A short section for every town: what is known, why it falls short, how sure that is, what the records lack."""
    say, shown, every = look.say, _shown(look), len(_all(look))
    if not shown:
        return
    yield Heading(1, say("report.towns"))
    yield from look.text(say("report.towns_how"), say("report.towns_most", n=MOST, all=every) if every > MOST else "")
    for one in shown:
        yield from _town(look, one)


def _all(look: Look) -> list[Row]:
    at = look.at("town")
    areas = at.district.areas
    return records(areas[areas["parent_code"] == at.district.home.code]) if look.page("town").blocks else []


def _shown(look: Look) -> list[Row]:
    """The towns with a section of their own."""
    return _all(look)[:MOST]


def _town(look: Look, town: Row) -> Iterator[Part]:
    say, area = look.say, str(town["area_code"])
    yield Heading(2, say.pick(town, "name"))
    yield from look.text(look.page("town", area=area).sentence)
    yield from look.text(_reason(look, area))
    yield from look.text(_missing(look, area))
    standing = look.exhibit("town", "town_standing", area=area)
    if standing is not None:
        yield Figure(standing)
    yield from _levels(look, area)
    yield from look.table("town", "town_bases", area=area)


def _levels(look: Look, area: str) -> Iterator[Part]:
    """The town's bases by level and the nearest of each; levels of which the whole district has none stand in the note."""
    found, say = look.exhibit("town", "town_levels", area=area), look.say
    if found is None:
        return
    rows = found.rows
    none = rows["nearest_name"].eq(say("town.none_recorded")) & rows["state"].eq(say("town.has", n=0))
    note = say("report.levels_none", levels=say.list(list(rows.loc[none, "level_name"]))) if none.any() else ""
    if none.all():
        yield Text(note)
    else:
        yield Table(only(found, rows[~none]), note=note)


def _reason(look: Look, area: str) -> str:
    """The town's gap with its range, its rank and its reason, as the table of gaps has them."""
    found, say = look.exhibit("gaps", "gaps_table"), look.say
    rows = records(found.rows[found.rows["area_code"] == area]) if found is not None else []
    if found is None or not rows or rows[0]["gap"] != rows[0]["gap"]:
        return say("report.no_gap")
    said = {name: read(found, rows[0], name, say("format.missing")) for name in ("gap_low", "gap_high", "reason")}
    return joined(say, say("report.town_gap", **said), say("report.town_reason", reason=said["reason"]))


def _missing(look: Look, area: str) -> str:
    """Which levels of the town's bases nobody has confirmed yet."""
    found, say = look.exhibit("gaps", "register_worklist"), look.say
    rows = records(found.rows[found.rows["area_code"] == area]) if found is not None else []
    if not rows:
        return say("report.town_confirmed")
    row = rows[0]
    return say("report.town_unconfirmed", tiers=row["tier_names"], recorded=row["recorded"], town=row["town_name"])


def siting(look: Look) -> Iterator[Part]:
    """Where to build, why there, how sure that is, and whose position to check first."""
    page, say = look.page("siting"), look.say
    if not page.exhibits:
        return
    yield Heading(1, say("report.siting"))
    yield Heading(2, say("report.siting_where"))
    yield from look.text(page.sentence)
    yield from look.said("siting", "siting_map", "why", "worst", "range", "caveat", "proof")
    yield from look.figure("siting", "siting_map")
    yield from look.table("siting", "siting_chosen")
    yield from look.figure("siting", "siting_curve")
    knowing = look.exhibit("siting", "siting_knowing")
    if knowing is not None:
        yield Heading(2, say("report.siting_first"))
        yield from look.text(knowing.sentence)
        yield Table(knowing)


def proses(look: Look) -> Iterator[Part]:
    """How the figures of each page are made, under the page's name."""
    for page in ("literacy", "gaps", "siting"):
        texts = [one.text() for one in flat(look.page(page).blocks) if isinstance(one, Prose)]
        if any(texts):
            yield Heading(3, look.say(f"page.{page}"))
        for text in texts:
            for line in text.split("\n"):
                yield from look.text(for_paper(line))


def sources(look: Look) -> Iterator[Part]:
    """How everything was worked out, what kinds of figures there are and where they come from."""
    say = look.say
    yield Heading(1, say("report.method"))
    yield Heading(2, say("report.method_how"))
    yield from proses(look)
    yield Heading(2, say("report.kinds"))
    yield from look.table("sources", "kinds")
    yield Heading(2, say("report.source_list"))
    yield from look.table("sources", "source_list", ("title", "publisher", "date", "used_for"))
    yield from look.table("sources", "geometry")


def annex(look: Look) -> Iterator[Part]:
    """The rows behind the report's pictures; the widest of them on a page that lies across."""
    yield Turn(across=True)
    yield Heading(1, look.say("report.annex"), numbered=False)
    yield from _standing(look)
    yield Turn(across=False)
    yield from look.table("gaps", "access")
    intervals = look.exhibit("literacy", "literacy_intervals")
    answers = intervals.said("answers") if intervals is not None else ""
    yield from look.table("literacy", "literacy_intervals", LITERACY_COLUMNS, note=answers)
    series = look.exhibit("literacy", "literacy_series")
    if series is not None:
        yield Table(only(series, series.rows.sort_values(["area_name", "year"], kind="stable")))


def _standing(look: Look) -> Iterator[Part]:
    """Every measure of every town with a section of its own, and how far it may range; the district's own first."""
    say = look.say
    shown = [(one, look.exhibit("town", "town_standing", area=str(one["area_code"]))) for one in _shown(look)]
    found = [(one, exhibit) for one, exhibit in shown if exhibit is not None]
    if not found:
        return
    first = found[0][1]
    measures = dict(zip(first.rows["measure"], first.rows["measure_name"]))
    rows = [{"area": look.at("town").name, **dict(zip(measures, first.rows["district_said"]))}]
    for one, exhibit in found:
        of = {row["measure"]: row for row in records(exhibit.rows)}
        rows.append({"area": say.pick(one, "name"), **{name: _ranging(look, of[name]) for name in measures}})
    title = say("report.standing")
    columns = (Column("area", say("column.town_name")), *(Column(name, said) for name, said in measures.items()))
    yield Table(replace(first, title=title, sentence=title, rows=pd.DataFrame(rows), columns=columns))


def _ranging(look: Look, row: Row) -> str:
    """A value with how far it may range."""
    value, possible = row["value_said"], row["interval_said"]
    return look.say("report.ranging", value=value, possible=possible) if possible and possible != value else value
