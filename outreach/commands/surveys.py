"""Plan a survey, and turn its respondents into rows."""

import argparse
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from outreach.commands.asked import Commands, add, who_puts
from outreach.commands.telling import Faulty, read_sound, reason, refuse, tell, user
from outreach.home import find_home
from outreach.words import LANGUAGES, Words, load

if TYPE_CHECKING:
    import pandas as pd

    from outreach.district import District
    from outreach.measures.fieldwork import Field
    from outreach.measures.survey import Found


def survey(asked: argparse.Namespace, say: Words) -> int:
    """Turn an anonymous file of respondents into the rows of survey.csv, with design-based errors and no cell below 30 answers."""
    from outreach.measures.fieldwork import villages_of
    from outreach.measures.survey import of_respondents
    from outreach.tables import ledger
    from outreach.tables.surveyed import Unsound, digests, rows

    home = find_home(asked.into)
    if asked.into:
        ledger.settle(home.root)
    try:
        compared = digests(home) if asked.into else {}
    except ledger.Moved:
        compared = {}  # which the reading of the tables tells better
    district = read_sound(home)
    towns = district.areas[district.areas["parent_code"] == home.code]
    respondents = _respondents(asked, district, towns, say)
    people = towns.set_index("area_code")["population"].dropna()
    counted = villages_of(district.areas) if asked.finite else None
    found = of_respondents(respondents, people, home.code, counted)
    if found.table.empty:
        return refuse(say("survey.all_too_few", n=found.too_few, answers=len(respondents)))
    table = rows(found.table, asked.wave, _source(asked), home.demonstration)
    try:
        path = _put(asked, district, table, compared, say) if asked.into else _written(asked.out, table)
    except Unsound as error:
        return tell(error.faults, say)
    except ledger.Moved as error:
        return refuse(say("survey.moved", table=error))
    except OSError as error:
        return refuse(say("measures.unwritable", path=asked.out or home.data, reason=reason(error, say)))
    print(say("survey.written", path=path, rows=len(table), answers=len(respondents)), file=sys.stderr)
    for note in (
        *_notes(found, respondents, towns, say),
        *_design_notes(found, home.code, say),
        *_means(respondents, say),
    ):
        print(note, file=sys.stderr)
    return 0


def _source(asked: argparse.Namespace) -> str:
    return asked.source or f"survey-{asked.wave}"


def _respondents(asked: argparse.Namespace, district: "District", towns: "pd.DataFrame", say: Words) -> "pd.DataFrame":
    """The respondents of the file, judged by the key where there is one; what the files say aside is printed. Raises Faulty."""
    from outreach.tables.reading import read_file
    from outreach.tables.respondents import read_respondents
    from outreach.tables.scoring import read_key

    sheets = [read_file(path) for path in (asked.key, asked.file) if path]
    for told in (note for sheet in sheets for note in sheet.notes):
        print(say("put.note", file=told.file, note=say.fault(told)), file=sys.stderr)
    key, faults = read_key(sheets[0]) if asked.key else ([], [])
    if faults:
        raise Faulty(faults)
    respondents, faults = read_respondents(sheets[-1], towns, asked.least, key, district.codes)
    if respondents is None:
        raise Faulty(faults)
    return respondents


def _put(
    asked: argparse.Namespace, district: "District", table: "pd.DataFrame", compared: Mapping[str, str], say: Words
) -> Path:
    """Put the rows into the district's own table, and tell of a source that was added for them."""
    from outreach.tables.surveyed import into

    source = {"source_id": _source(asked)}
    for column, key in (("title", "survey.source_title"), ("used_for", "survey.source_used")):
        source |= {f"{column}_{language}": load(language)(key, wave=asked.wave) for language in LANGUAGES}
    why = asked.why or say("survey.why", file=asked.file.name, wave=asked.wave)
    made = into(district, table, source, compared, asked.who or user(), why)
    if len(made) > 1:
        print(say("survey.source_added", source=source["source_id"]), file=sys.stderr)
    return district.home.data / made[-1].file


def _written(out: Path | None, table: "pd.DataFrame") -> Path | str:
    """Write the rows into a file, or print them."""
    from outreach.tables.writing import written

    content = written("survey", table)
    if out:
        out.write_bytes(content)
        return out
    sys.stdout.write(content.decode("utf-8-sig").replace("\r\n", "\n"))
    return "-"


def _notes(found: "Found", respondents: "pd.DataFrame", towns: "pd.DataFrame", say: Words) -> list[str]:
    """How the towns were told by, and what was left out."""
    from outreach.tables.naming import Names
    from outreach.tables.respondents import codes_alone

    areas = [one[say.language] for one in Names.of(towns).told_of(codes_alone(respondents))]
    notes = [say("survey.taken", areas=say.list(areas))] if areas else []
    for note in ("too_few", "complementary", "single", "pooled", "unweighed"):
        if n := getattr(found, note):
            notes.append(say(f"survey.{note}", n=n))
    return notes


def _means(respondents: "pd.DataFrame", say: Words) -> list[str]:
    """The mean score of all who were asked, and that of each part of the questions."""
    from outreach.measures.survey import mean_scores

    notes = []
    for name, mean in mean_scores(respondents).items():
        part = str(name).removeprefix("score").strip()
        notes.append(say("survey.mean_of" if part else "survey.mean", part=part, score=f"{mean:.1f}"))
    return notes


def _design_notes(found: "Found", district: str, say: Words) -> list[str]:
    """How the errors were come by, and what the whole district's answers say with theirs."""
    from outreach.measures.sampling import published

    notes = []
    if found.table["clusters"].notna().any():
        known = found.correlation == found.correlation
        notes.append(say("survey.correlation", rho=f"{found.correlation:.3f}") if known else say("survey.no_effect"))
    own = found.table[(found.table["area_code"] == district) & (found.table["group"] == "all")]
    if own.empty:
        notes.append(say("survey.no_district"))
    if len(own) and own["design_effect"].notna().all():
        told = published(*(own[name] for name in ("share", "n", "design_effect", "df", "effect_df"))).iloc[0]
        row = own.iloc[0]
        shares = {
            name: f"{100 * value:.1f}"
            for name, value in (("share", row["share"]), ("low", told["low"]), ("high", told["high"]))
        }
        notes.append(
            say("survey.district", **shares, n=int(row["n"]), deff=f"{row['design_effect']:.2f}", df=int(row["df"]))
        )
    return notes


def sample(asked: argparse.Namespace, say: Words) -> int:
    """Plan a survey of the towns, by villages and one by one side by side, as CSV; with a list of villages, draw them."""
    from outreach.figures import Figures
    from outreach.measures import fieldwork

    district = read_sound(find_home(asked.directory))
    stated = Figures(district, date.today()).literacy_now
    share = asked.share / 100 if asked.share is not None else stated.share if stated else None
    if share is None:
        return refuse(say("sample.no_share"))
    wish = (
        ("cv", asked.cv / 100) if asked.cv else ("tell", asked.tell / 100) if asked.tell else ("given", asked.answers)
    )
    out = fieldwork.Field(
        asked.per_village, asked.correlation, asked.response / 100, asked.cost_village, asked.cost_visit
    )
    towns = district.areas[district.areas["parent_code"] == district.home.code].set_index("area_code")
    try:
        found = fieldwork.designs(share, wish, out, towns["population"], fieldwork.villages_of(district.areas))
    except ValueError:
        return refuse(say("sample.out_of_range"))
    names: dict[str, str] = dict(zip(towns.index, towns[f"name_{say.language}"]))
    if asked.villages:
        table = _drawn(asked, found, towns, names)
    else:
        table = found.reset_index().assign(town=[names[code] for code, _ in found.index])
    text = table.to_csv(index=False, float_format="%.6g")
    try:
        if asked.out:
            asked.out.write_text("\ufeff" + text, encoding="utf-8")
        else:
            sys.stdout.write(text)
    except OSError as error:
        return refuse(say("measures.unwritable", path=asked.out, reason=reason(error, say)))
    for note in _sample_notes(found, fieldwork.of_district(found, share, towns["population"]), out, share, say):
        print(note, file=sys.stderr)
    return 0


def _drawn(
    asked: argparse.Namespace, found: "pd.DataFrame", towns: "pd.DataFrame", names: Mapping[str, str]
) -> "pd.DataFrame":
    """The villages drawn from the list, as many as the design wants of each town. Raises Faulty for the list."""
    from outreach.measures.fieldwork import drawn_villages
    from outreach.tables.villages import read_villages

    listed, faults = read_villages(asked.villages, towns.reset_index())
    if listed is None:
        raise Faulty(faults)
    table = drawn_villages(listed, found.xs("villages", level="design")["villages"], asked.seed)
    return table.assign(town=table["area_code"].map(names))


def _sample_notes(found: "pd.DataFrame", whole: "pd.DataFrame", out: "Field", share: float, say: Words) -> list[str]:
    """What the two designs take and give in the whole district, in a sentence each."""
    notes = [say("sample.assumed", share=f"{100 * share:.1f}", deff=f"{out.design_effect:.2f}")]
    for design in ("villages", "persons"):
        row = whole.loc[design]
        told = {
            name: "—" if row[name] != row[name] else f"{row[name]:,.0f}" for name in ("answers", "visits", "villages")
        }
        ends = {name: f"{100 * row[name]:.1f}" for name in ("low", "high")}
        notes.append(say(f"sample.{design}", **told, **ends))
        if row["cost"] == row["cost"]:
            notes.append(say("sample.cost", cost=f"{row['cost']:,.0f}"))
    if whole["cost"].isna().all():
        notes.append(say("sample.no_cost"))
    short = int((~found["enough"].astype(bool)).groupby(level="area_code").any().sum())
    return notes + ([say("sample.short", n=short)] if short else [])


def commands(of: Commands) -> None:
    """Add these commands."""
    _asked_of_sample(add(of, sample))
    _asked_of_survey(add(of, survey, {"dest": "file", "metavar": "FILE", "help": "the respondents, CSV or XLSX"}))


def _asked_of_sample(planned: argparse.ArgumentParser) -> None:
    aim = planned.add_mutually_exclusive_group(required=True)
    aim.add_argument("--cv", type=float, metavar="PERCENT", help="a coefficient of variation no larger, such as 16.5")
    aim.add_argument("--tell", type=float, metavar="POINTS", help="tell two towns so many points apart")
    aim.add_argument("--answers", type=int, metavar="N", help="so many answers in every town")
    planned.add_argument("--per-village", type=int, required=True, metavar="M", help="answers in every village")
    planned.add_argument(
        "--correlation", type=float, required=True, metavar="RHO", help="the intra-village correlation, such as 0.05"
    )
    planned.add_argument(
        "--response", type=float, required=True, metavar="PERCENT", help="how many in a hundred called on will answer"
    )
    planned.add_argument("--share", type=float, metavar="PERCENT", help="the share expected (the district's last)")
    planned.add_argument("--cost-village", type=float, metavar="MONEY", help="what going to a village costs")
    planned.add_argument("--cost-visit", type=float, metavar="MONEY", help="what calling on one person costs")
    planned.add_argument(
        "--villages", type=Path, metavar="FILE", help="a list of villages (town, village, people) to draw from"
    )
    planned.add_argument("--seed", type=int, default=1, metavar="S", help="the same seed draws the same villages (1)")
    planned.add_argument("--out", type=Path, metavar="FILE.csv", help="where to write the plan, or the villages drawn")


def _asked_of_survey(asked: argparse.ArgumentParser) -> None:
    asked.add_argument("--wave", type=int, required=True, metavar="YEAR", help="the year of the survey")
    asked.add_argument(
        "--pass",
        type=float,
        dest="least",
        metavar="POINTS",
        help="from how many points on somebody counts as literate; of 100 with --key",
    )
    asked.add_argument(
        "--key",
        type=Path,
        metavar="KEY.csv",
        help="the right answers to questions q1, q2 …: question, answer, and if need be weight, group",
    )
    asked.add_argument("--source", metavar="ID", help="the survey's source in sources.csv (survey-YEAR)")
    who_puts(asked)
    asked.add_argument(
        "--finite",
        action="store_true",
        help="the clusters are whole villages, drawn from all that areas.csv counts in their town: count how few are left",
    )
    where = asked.add_mutually_exclusive_group()
    where.add_argument("--out", type=Path, metavar="FILE.csv", help="write the rows into a file; else they are printed")
    where.add_argument("--into", type=Path, metavar="DIR", help="put the rows into this district's survey.csv")
