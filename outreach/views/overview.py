"""The district at a glance: where it stands on its path, how many bases there are, and where there are none."""

from typing import NamedTuple

import altair as alt
import pandas as pd

from outreach.district import District
from outreach.figures.values import Official
from outreach.views import bases as base_views
from outreach.views import charts, choropleth, maps, palette, says
from outreach.views import gaps as gap_views
from outreach.views.areas import town_names
from outreach.views.credits import credits, of_bases_and_people
from outreach.views.exhibit import Chart, Chosen, Column, Exhibit, Link, Number, formatted
from outreach.views.frames import Row, record, records
from outreach.views.ground import Ground
from outreach.vocabulary import NOT_COUNTED
from outreach.words import Words

RATE_STEP = 0.05


def lede(
    say: Words,
    district: District,
    official: Official | None,
    literacy_target: pd.Series | None,
    counts: pd.Series,
    statuses: pd.DataFrame,
) -> str:
    """What a presenter reads out first: literacy against its path, bases on record, towns without, targets unreported.

    counts are the bases on record by area_code; statuses the measure of that name, indexed by target_id.
    """
    said = _literacy_said(say, official, literacy_target)
    names = town_names(say, district.areas)
    without = names[counts.reindex(names.index) == 0]
    total, towns, recognised = int(counts[district.home.code]), len(names) - len(without), recognitions(district.bases)
    said += say("overview.lede_bases", n=total, recognised=recognised)
    if len(without):
        said += say("overview.lede_without", towns=towns, without=len(without), names=say.list(list(without)))
    else:
        said += say("overview.lede_everywhere", towns=towns)
    wanted = base_targets(district)["target_id"]
    unreported = statuses.loc[wanted, "status"].isin(["no_report", "no_final_report"]).sum()
    return said + (say("overview.lede_targets", all=len(wanted), no_report=unreported) if unreported else "")


def recognitions(bases: pd.DataFrame) -> int:
    """How many bases somebody can show to be recognised, those closed or planned left out."""
    return int(_open(bases)["level"].notna().sum())


def _open(bases: pd.DataFrame) -> pd.DataFrame:
    return bases[~bases["status"].isin(NOT_COUNTED)]


def _literacy_said(say: Words, official: Official | None, target: pd.Series | None) -> str:
    if official is None or target is None:
        return ""
    said = say(
        "overview.lede_literacy",
        year=official.year,
        share=_round(official.share),
        due=int(target["due"]),
        target=_round(target["target"]),
    )
    if pd.notna(target["value"]):
        return said + say("overview.lede_met", value=_round(target["value"]), date=str(target["date"])[:10])
    if target["status"] == "no_final_report":
        return said + say("overview.lede_over", due=int(target["due"]))
    return said + say("overview.lede_open", expected=_round(target["expected_today"]))


def _round(share: float) -> str:
    return formatted(share, "percent").replace(".0%", "%")


def figures(
    say: Words, district: District, official: Official | None, literacy_target: pd.Series | None, counted: pd.DataFrame
) -> list[Number]:
    """The four figures at the head of the page: label, value and a line about each.

    counted has the bases by area_code as recorded and at the most (value, high).
    """
    known = _literacy(say, official, literacy_target)
    found = [known] if known is not None else []
    if literacy_target is not None:
        status = say(f"status.{literacy_target['status']}")
        note = say("overview.target_note", due=int(literacy_target["due"])) + " · " + status
        found.append((say("overview.target_label"), _round(literacy_target["target"]), note))
    whole, names = record(counted, district.home.code), town_names(say, district.areas)
    most = say("overview.bases_most", n=int(whole["high"])) if whole["high"] > whole["value"] else ""
    without = int((counted["value"].reindex(names.index) == 0).sum())
    return [
        *found,
        (
            say("overview.bases_label"),
            say("overview.bases_value", n=int(whole["value"])),
            say("overview.bases_note", recognised=recognitions(district.bases)) + most,
        ),
        (
            say("overview.towns_label"),
            say("overview.towns_value", n=without),
            say("overview.towns_note", all=len(names)),
        ),
    ]


def _literacy(say: Words, official: Official | None, literacy_target: pd.Series | None) -> Number | None:
    """The share that is known last: reported on the plan's target, or stated; None where neither is."""
    label = say("overview.literacy_label")
    reported = literacy_target if literacy_target is not None and pd.notna(literacy_target["value"]) else None
    if reported is not None and (official is None or reported["date"].year >= official.year):
        note = say("overview.reported_note", date=str(reported["date"])[:10])
        return label, _round(reported["value"]), note
    if official is None:
        return None
    basis = say(f"value.literacy.basis.{official.basis}")
    return label, _round(official.share), say("overview.literacy_note", year=official.year, basis=basis)


class Recorded(NamedTuple):
    """The bases on record: by area_code in number and for 10,000 people, each as recorded and at the most (value, high), and
    where each of them stands."""

    counted: pd.DataFrame
    per_10k: pd.DataFrame
    located: pd.DataFrame


def town_map(
    say: Words,
    ground: Ground,
    district: District,
    recorded: Recorded,
    area: str | None = None,
    base: str | None = None,
) -> Exhibit:
    """The towns filled by bases on record per 10,000 people, with the bases upon them."""
    names = town_names(say, district.areas)
    counted, per_10k = recorded.counted.reindex(names.index), recorded.per_10k.reindex(names.index)
    overlay = _overlay(say, names, counted, per_10k["value"], area)
    named = base_views.named(say, district.bases, district)
    overlay = base_views.on(overlay, say, ground, named, recorded.located, base)
    gathered = base_views.is_gathered(overlay)
    sentence = say("province.map_sentence" if gathered else "overview.map_sentence")
    return Exhibit(
        name="overview_map",
        title=say("overview.map_title"),
        sentence=sentence,
        rows=_of_towns(names, counted, per_10k),
        columns=(
            Column("town_name", say("column.town_name")),
            Column("bases", say("column.bases"), "integer"),
            Column("bases_high", say("column.bases_high"), "integer"),
            Column("bases_per_10k", say("column.bases_per_10k"), "decimal"),
            Column("bases_per_10k_high", say("column.high_possible"), "decimal"),
        ),
        credits=of_bases_and_people(say, district, on_map=True),
        vector=maps.vector(ground, overlay, sentence),
        deck=maps.deck(ground, overlay),
        legends=choropleth.legends(say, overlay),
        picks=base_views.picks(overlay),
        invitation=say("province.map_click" if gathered else "overview.map_click"),
    )


def _of_towns(names: pd.Series, counted: pd.DataFrame, per_10k: pd.DataFrame) -> pd.DataFrame:
    """A row a town: its bases in number and for 10,000 people, as recorded and at the most."""
    return pd.DataFrame(
        {
            "area_code": names.index,
            "town_name": names.values,
            "bases": counted["value"].values,
            "bases_high": counted["high"].values,
            "bases_per_10k": per_10k["value"].values,
            "bases_per_10k_high": per_10k["high"].values,
        }
    )


def _overlay(say: Words, names: pd.Series, counted: pd.DataFrame, rate: pd.Series, area: str | None) -> maps.Overlay:
    """The towns filled by their bases for 10,000 people."""
    fill, legend = choropleth.filled(
        say, rate, ramp=palette.BASES, kind="decimal", step=RATE_STEP, count=4, nought=say("overview.none_recorded")
    )
    return choropleth.overlay(
        say,
        names,
        fill,
        legend,
        say("overview.map_legend"),
        area=area,
        lines=lambda code: [
            say("bases.recorded", n=int(counted["value"][code])) + _at_most(say, record(counted, code)),
            f"{say('column.bases_per_10k')} {formatted(rate[code], 'decimal')}",
        ],
    )


def town(say: Words, district: District, measured: pd.DataFrame | None, area: str | None) -> Chosen | None:
    """The town that was clicked: its people, then what views.gaps.town says of it; None where none was."""
    found = None if measured is None else gap_views.town(say, district, measured, area)
    if not found:
        return None
    name, sentence, figures = found
    record = district.areas.set_index("area_code").loc[area]
    known = pd.notna(record["population"])
    people = (
        say("overview.people_label"),
        formatted(record["population"], "integer") if known else say("format.missing"),
        say(f"value.literacy.basis.{record['population_basis']}") if known else "",
    )
    return name, sentence, [people, *figures]


def ways_on(say: Words, district: District, ground: Ground, area: str | None) -> list[Link]:
    """Where to go on from the chosen town: its portrait (which prints as one sheet), its gap, its bases, a site tried in it."""
    if area is None:
        return []
    found: list[Link] = [
        ("town", say("overview.to_town"), {"area": area}),
        ("gaps", say("overview.to_gap"), {"area": area}),
        ("bases", say("overview.to_bases"), {"area": area}),
    ]
    if district.kind == "district" and area in ground.labels.index:
        lon, lat = ground.labels.loc[area, ["lon", "lat"]]
        found.append(("siting", say("overview.to_site"), {"area": area, "site": f"{lon:.4f},{lat:.4f}"}))
    return found


def levels(say: Words, district: District, counts: pd.Series) -> Exhibit:
    """How many bases are on record at each level, with those whose level nobody published; those closed or planned left out.

    counts are the places on record by area_code, bases on one ground being one place.
    """
    names = base_views.level_names(say, district.levels)
    level = _open(district.bases)["level"].fillna(base_views.NO_LEVEL)
    rows = pd.DataFrame({"level": list(names), "level_name": list(names.values())})
    rows["bases"] = rows["level"].map(level.value_counts()).fillna(0).astype(int)
    base = alt.Chart(charts.values(rows)).encode(
        y=alt.Y("level_name:N", sort=list(rows["level_name"]), axis=charts.names_axis())
    )
    colours = alt.Scale(domain=list(rows["level_name"]), range=[palette.LEVEL[one] for one in rows["level"]])
    chart = alt.layer(
        base.mark_bar().encode(
            x=alt.X("bases:Q", axis=None), color=alt.Color("level_name:N", scale=colours, legend=None)
        ),
        base.mark_text(align="left", dx=5).encode(x="bases:Q", text="bases:Q"),
    )
    unpublished = rows.loc[rows["level"].isin(["national", "provincial", "municipal"]), "bases"].eq(0).any()
    sentence = say("overview.levels_sentence" if unpublished else "overview.levels_sentence_full")
    places = int(counts[district.home.code])
    if places < len(level):
        sentence += say("overview.levels_grounds", n=len(level), places=places)
    return Exhibit(
        name="overview_levels",
        title=say("overview.levels_title"),
        sentence=sentence,
        rows=rows,
        columns=(Column("level_name", say("column.level_name")), Column("bases", say("column.level_count"), "integer")),
        credits=credits(say, district.home, district.sources, district.bases["source_id"], district.bases["basis"]),
        vector=charts.spec(chart.properties(height=charts.STEP), sentence),
        chart=Chart("bars", "level_name", ("bases",), colours={"bases": palette.BASIS["official"]}),
    )


def _at_most(say: Words, counted: Row) -> str:
    return say("overview.recorded_most", n=int(counted["high"])) if counted["high"] > counted["value"] else ""


def base_targets(district: District) -> pd.DataFrame:
    """The plan's targets for bases: those of the measures that close gaps in facilities (district.toml, plan.gaps)."""
    return district.targets[district.targets["measure_id"].isin(district.home.plan.gaps.facilities)]


def targets(say: Words, district: District, statuses: pd.DataFrame) -> Exhibit:
    """The plan's targets for bases with what was reported on each, or that nothing was."""
    rows = base_targets(district).set_index("target_id").join(statuses[["target", "value", "date", "ends", "status"]])
    rows = rows.assign(
        target_name=rows[f"name_{say.language}"],
        goal=[f"{value:g} {unit}" for value, unit in zip(rows["target"], rows[f"unit_{say.language}"])],
        reported=[_reported(row, say.language) for row in records(rows)],
        status_name=[say(f"status.{one}") for one in says.standing(rows)],
        due_year=[str(int(due)) if pd.notna(due) else "" for due in rows["due"]],
    )
    return Exhibit(
        name="overview_targets",
        title=say("overview.targets_title"),
        sentence=say("overview.targets_sentence"),
        rows=rows.reset_index(),
        columns=(
            Column("target_name", say("column.target_name")),
            Column("goal", say("column.target")),
            Column("due_year", say("column.year")),
            Column("reported", say("column.reported")),
            Column("status_name", say("column.status")),
        ),
        credits=credits(say, district.home, district.sources, rows["source_id"], rows["basis"]),
    )


def _reported(row: Row, language: str) -> str:
    if pd.isna(row["value"]):
        return ""
    return f"{row['value']:g} {row[f'unit_{language}']} ({str(row['date'])[:10]})"
