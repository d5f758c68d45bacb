"""python -m outreach: what is done with a district outside the dashboard."""

import argparse
import errno
import getpass
import logging
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from outreach import __version__
from outreach.faults import reason
from outreach.home import HomeError, find_home, find_root
from outreach.words import LANGUAGES, Words, load

_ALL = -1  # as many rows as the file does not have
_LISTED = 20


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the number is the exit code: 0 as it should be, 1 faults found, 2 nothing could be read."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    asked = _parser().parse_args(arguments)
    say = load(asked.lang)
    try:
        return asked.command(asked, say)
    except HomeError as error:
        print(say(f"check.{error.rule}", **error.details), file=sys.stderr)
        return 2
    except BrokenPipeError:  # whoever read what is printed has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def serve(asked: argparse.Namespace, say: Words) -> int:
    """Open the dashboard to browsers, until Ctrl+C."""
    from outreach import serve as server

    if asked.directory:
        os.environ["OUTREACH_HOME"] = str(find_root(asked.directory))
    if asked.audience:
        os.environ["OUTREACH_AUDIENCE"] = asked.audience
    address = server.address(asked.host, asked.port)
    try:
        server.serve(
            asked.host, asked.port, asked.open, lambda page: print(say("serve.address", address=page), flush=True)
        )
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        return _refuse(say("serve.taken" if taken else "serve.no_address", address=address, port=asked.port + 1))
    except OverflowError:  # no port has such a number
        return _refuse(say("serve.no_address", address=address))
    return 0


def check(asked: argparse.Namespace, say: Words) -> int:
    """Read a district and its scenes and print one line for every fault: FILE:ROW:COLUMN: sentence."""
    from outreach import scenes
    from outreach.tables import MODELS, ledger, read_district
    from outreach.tables.district import faults_alone
    from outreach.tables.reading import notes_of

    root = find_root(asked.directory)
    try:
        district = read_district(find_home(root))
    except HomeError as error:
        return _tell((*error.faults, *faults_alone(root)), say)
    for note in (note for name in MODELS for note in notes_of(root / "data", name)):
        print(say("put.note", file=note.file, note=say.fault(note)))
    listed, unfit = scenes.read(root / scenes.FILE, district.ids())
    faults = (*district.faults, *unfit, *ledger.faults(root))
    if faults:
        return _tell(faults, say)
    rows = sum(len(district.table(name)) for name in MODELS)
    print(say("check.sound", tables=len(MODELS), rows=rows, layers=len(district.geometry)))
    _taken(district, listed, say)
    _plans(district, say)
    return 0


def _plans(district: Any, say: Words) -> None:
    """Print which tables say no plan, and what district.toml says of a plan that plans.csv has."""
    from outreach.tables import agreement, periods

    if unsaid := periods.unsaid(district):
        name = say.pick(periods.plans(district).iloc[0].to_dict(), "name")
        print(say("check.one_plan", files=say.list([f"data/{one}.csv" for one in unsaid]), plan=name))
    stated = find_home(district.home.root).plan.model_dump()
    told = [one for one in agreement.PLAN if stated[one] not in set(district.plans[one])]
    if len(district.plans) and told:
        print(say("check.toml_plan_unread", keys=say.list(told)))


def _taken(district: Any, listed: tuple[Any, ...], say: Words) -> None:
    """Print which towns codes without names were taken for, and former codes in scenes."""
    from outreach import scenes
    from outreach.tables.naming import Names

    if district.taken:
        codes = dict.fromkeys(code for taken in district.taken.values() for code in taken)
        areas = [one[say.language] for one in Names.of(district.areas).told_of(tuple(codes))]
        print(say("check.taken", files=say.list([f"data/{name}" for name in district.taken]), areas=say.list(areas)))
    names = district.areas.set_index("area_code")[f"name_{say.language}"]
    for scene, slip in scenes.former(listed, district.ids()):
        told = {"name": slip.name, "value": slip.value, "taken": slip.taken, "town": names[slip.taken]}
        print(f"{scenes.FILE}: " + say("briefing.former", scene=scene, **told))


def datapackage(asked: argparse.Namespace, say: Words) -> int:
    """Write data/datapackage.json from the tables and their models, or with --check say whether it still holds."""
    from outreach.tables import read_district
    from outreach.tables.package import current, write

    home = find_home(asked.directory)
    district = read_district(home)
    if district.faults:
        return _tell(district.faults, say)
    path = home.data / "datapackage.json"
    if not asked.check:
        write(home, district)
        print(say("check.datapackage_written", path=path))
        return 0
    sound = current(home, district)
    print(say(f"check.datapackage_{'current' if sound else 'stale'}", path=path))
    return 0 if sound else 1


def snapshot(asked: argparse.Namespace, say: Words) -> int:
    """Keep today's tables under snapshots/, for the plan page to say at the next meeting what has changed."""
    from outreach.tables import read_district
    from outreach.tables.snapshot import write

    home = find_home(asked.directory)
    district = read_district(home)
    if district.faults:
        return _tell(district.faults, say)
    try:
        print(say("since.written", path=write(home, district, date.today())))
    except OSError as error:
        print(say("since.unwritable", path=home.root, reason=error.strerror or error), file=sys.stderr)
        return 2
    return 0


def measures(asked: argparse.Namespace, say: Words) -> int:
    """Write every measure of every town and of the district into one table: CSV, or Parquet for other programs."""
    from outreach import engine
    from outreach.figures import Figures
    from outreach.measures.everything import parquet, written
    from outreach.measures.parameters import ParameterError, chosen
    from outreach.measures.reach import TooManyCells
    from outreach.tables import read_district
    from outreach.tables.district import faults_alone

    root = find_root(asked.directory)
    try:
        home = find_home(root)
        parameters = chosen(home.travel, home.literacy, asked.set)
        district = read_district(home)
        if district.faults:
            return _tell(district.faults, say)
        with engine.of(asked.engine, asked.scheduler, asked.pieces) as over:
            table = Figures(district, date.today()).everything(parameters, over)
        asked.out.write_bytes(parquet(table) if asked.out.suffix.lower() == ".parquet" else written(table))
    except HomeError as error:
        return _tell((*error.faults, *faults_alone(root)), say)
    except ParameterError as error:
        details = {name: say.list(value) if isinstance(value, list) else value for name, value in error.details.items()}
        return _refuse(say(f"measures.{error.rule}", **details))
    except TooManyCells:
        return _refuse(say("measures.grid_too_fine"))
    except engine.EngineError as error:
        return _refuse(say(f"nation.{error.rule}", **error.details))
    except OSError as error:
        return _refuse(say("measures.unwritable", path=asked.out, reason=_why(error, say)))
    print(
        say(
            "measures.written",
            path=asked.out,
            rows=len(table),
            areas=table["area_code"].nunique(),
            measures=table["measure"].nunique(),
        )
    )
    return 0


def export(asked: argparse.Namespace, say: Words) -> int:  # noqa: C901
    """Write the briefing, one scene or one page as slides, a paper, pictures or rows; the report for Word; or the whole atlas as
    one HTML file; without a browser."""
    logging.disable(logging.WARNING)  # Streamlit warns of every page that is played without a visitor
    from outreach import scenes
    from outreach.contents import IN_SCENES
    from outreach.exports import ExportError
    from outreach.screen import atlas, cached, documents, report, visit
    from outreach.selection import parsed
    from outreach.tables import read_district, scope
    from outreach.tables.district import faults_alone

    root = find_root(asked.directory)
    try:
        if asked.page not in (None, *IN_SCENES):
            raise ExportError("page_unknown", {"found": asked.page, "expected": list(IN_SCENES)})
        if asked.query and not asked.page and asked.format != "docx":
            raise ExportError("query_alone")
        district = read_district(find_home(root))
        if district.faults:
            return _tell(district.faults, say)
        say = cached.say(asked.lang)
        today, made = date.today(), (asked.exhibit, _progress(say))
        query = parsed(asked.query)
        known = visit.known(scope.shown(district, query.get("within")), district)
        if asked.format in ("html", "docx") and (asked.page or asked.scene or asked.exhibit):
            raise ExportError("html_whole" if asked.format == "html" else "docx_whole")
        if asked.format == "html":
            found = atlas.document(district, today, made[1])
        elif asked.format == "docx":
            found = report.document(district, documents.state(query, known, asked.lang), today, made[1])
        elif asked.page:
            selection = documents.state(query, known, asked.lang)
            found = documents.of_page(asked.format, asked.page, selection, district, today, *made)
        else:
            listed, faults = scenes.read(root / scenes.FILE, district.ids())
            if faults:
                return _tell(faults, say)
            listed = listed or scenes.built_in()
            chosen = [one for one in listed if asked.scene in (None, one.id)]
            if not chosen:
                raise ExportError("scene_unknown", {"found": asked.scene, "expected": [one.id for one in listed]})
            found = documents.of_scenes(
                asked.format, chosen, asked.scene or "briefing", district, asked.lang, today, *made
            )
        if asked.out.suffix.lower() != f".{found.kind}":
            raise ExportError("wrong_suffix", {"path": asked.out, "expected": f".{found.kind}", "name": found.name})
        asked.out.write_bytes(found.content)
    except HomeError as error:
        return _tell((*error.faults, *faults_alone(root)), say)
    except ExportError as error:
        details = {name: say.list(value) if isinstance(value, list) else value for name, value in error.details.items()}
        return _refuse(say(f"exports.{error.rule}", **details))
    except OSError as error:
        told = reason(error)
        return _refuse(
            say("measures.unwritable", path=asked.out, reason=told[say.language] if isinstance(told, dict) else told)
        )
    print(say("exports.done", path=asked.out, kilobytes=-(-len(found.content) // 1024)))
    return 0


def _progress(say: Words) -> Callable[[float], None]:
    """Tells on a terminal how much is done; nothing where nobody looks."""
    if not sys.stderr.isatty():
        return lambda _share: None
    return lambda share: print(
        f"\r{say('exports.making', percent=round(100 * share))}",
        end="\n" if share >= 1 else "",
        file=sys.stderr,
        flush=True,
    )


def synth(asked: argparse.Namespace, say: Words) -> int:
    """Write a demonstration district, every figure of it invented and marked as such, into an empty directory."""
    from outreach.synth import write

    try:
        district = write(asked.directory, asked.towns, asked.bases, asked.seed, asked.districts)
    except (FileExistsError, NotADirectoryError):
        return _refuse(say("synth.not_empty", path=asked.directory))
    except ValueError:
        if (
            asked.districts is not None
            and not 1 <= asked.districts <= asked.towns
            and asked.towns >= 1
            and asked.bases >= 0
        ):
            return _refuse(say("province.districts", towns=asked.towns, districts=asked.districts))
        return _refuse(say("synth.numbers", towns=asked.towns, bases=asked.bases))
    except OSError as error:
        return _refuse(say("synth.unwritable", path=asked.directory, reason=_why(error, say)))
    if district.faults:
        return _tell(district.faults, say)
    print(say("synth.written", path=asked.directory, towns=asked.towns, bases=asked.bases))
    return 0


def new(asked: argparse.Namespace, say: Words) -> int:
    """Write an empty district with the shared national lists, and its towns where official boundaries are given."""
    from outreach.boundaries import Unsound, Unusable
    from outreach.new import checklist, write

    names = {"zh": asked.name_zh, "en": asked.name_en}
    try:
        district, notes = write(
            asked.directory, asked.code, date.today().isoformat(), names, asked.outline, asked.towns
        )
        path = checklist(asked.directory, district, {language: load(language) for language in LANGUAGES})
    except (FileExistsError, NotADirectoryError):
        return _refuse(say("new.not_empty", path=asked.directory))
    except Unusable as error:
        return _refuse(say(f"new.{error.rule}", **{name: say.spoken(value) for name, value in error.details.items()}))
    except Unsound as error:
        return _tell(error.faults, say)
    except OSError as error:
        return _refuse(say("synth.unwritable", path=asked.directory, reason=_why(error, say)))
    for note in notes:
        print(say("new.note", file=note.file, note=say.fault(note)))
    print(say("new.written", path=asked.directory, checklist=path))
    return 0


def survey(asked: argparse.Namespace, say: Words) -> int:  # noqa: C901
    """Turn an anonymous file of respondents into the rows of survey.csv, with design-based errors and no cell below 30 answers."""
    from outreach.measures.fieldwork import villages_of
    from outreach.measures.survey import mean_scores, of_respondents
    from outreach.tables import ledger, read_district
    from outreach.tables.naming import Names
    from outreach.tables.reading import read_file
    from outreach.tables.respondents import codes_alone, read_respondents
    from outreach.tables.scoring import read_key
    from outreach.tables.surveyed import Unsound, into, marks, rows
    from outreach.tables.writing import written

    home = find_home(asked.into)
    if asked.into:
        ledger.settle(home.root)
    try:
        compared = marks(home) if asked.into else {}
    except ledger.Moved:
        compared = {}  # which the reading of the tables tells better
    district = read_district(home)
    if district.faults:
        return _tell(district.faults, say)
    towns = district.areas[district.areas["parent_code"] == home.code]
    sheets = [read_file(path) for path in (asked.key, asked.file) if path]
    for note in (note for sheet in sheets for note in sheet.notes):
        print(say("put.note", file=note.file, note=say.fault(note)), file=sys.stderr)
    key, faults = read_key(sheets[0]) if asked.key else ([], [])
    if faults:
        return _tell(faults, say)
    respondents, faults = read_respondents(sheets[-1], towns, asked.least, key, district.codes)
    if respondents is None:
        return _tell(faults, say)
    people = towns.set_index("area_code")["population"].dropna()
    counted = villages_of(district.areas) if asked.finite else None
    found = of_respondents(respondents, people, home.code, counted)
    if found.table.empty:
        return _refuse(say("survey.all_too_few", n=found.too_few, answers=len(respondents)))
    source = asked.source or f"survey-{asked.wave}"
    table = rows(found.table, asked.wave, source, home.demonstration)
    try:
        if asked.into:
            titles = {
                f"{part}_{language}": load(language)(f"survey.{part}", wave=asked.wave)
                for part in ("source_title", "source_used")
                for language in LANGUAGES
            }
            why = asked.why or say("survey.why", file=asked.file.name, wave=asked.wave)
            made = into(home, district, table, source, titles, compared, asked.who or _user(), why)
            if len(made) > 1:
                print(say("survey.source_added", source=source), file=sys.stderr)
            path = home.data / made[-1].file
        elif asked.out:
            path = asked.out
            path.write_bytes(written("survey", table))
        else:
            path = "-"
            sys.stdout.write(written("survey", table).decode("utf-8-sig").replace("\r\n", "\n"))
    except Unsound as error:
        return _tell(error.faults, say)
    except ledger.Moved as error:
        return _refuse(say("survey.moved", table=error))
    except OSError as error:
        return _refuse(say("measures.unwritable", path=asked.out or home.data, reason=_why(error, say)))
    areas = [one[say.language] for one in Names.of(towns).told_of(codes_alone(respondents))]
    notes = [say("survey.taken", areas=say.list(areas))] if areas else []
    notes += [
        say(f"survey.{note}", n=n)
        for note, n in (
            ("too_few", found.too_few),
            ("complementary", found.complementary),
            ("single", found.single),
            ("pooled", found.pooled),
            ("unweighed", found.unweighed),
        )
        if n
    ]
    notes += _design_notes(found, home.code, say)
    for name, mean in mean_scores(respondents).items():
        part = name.removeprefix("score").strip()
        notes.append(say("survey.mean_of" if part else "survey.mean", part=part, score=f"{mean:.1f}"))
    for note in [say("survey.written", path=path, rows=len(table), answers=len(respondents)), *notes]:
        print(note, file=sys.stderr)
    return 0


def _design_notes(found: Any, district: str, say: Words) -> list[str]:
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
    from outreach.tables import read_district
    from outreach.tables.villages import read_villages

    home = find_home(asked.directory)
    district = read_district(home)
    if district.faults:
        return _tell(district.faults, say)
    stated = Figures(district, date.today()).literacy_now
    share = asked.share / 100 if asked.share is not None else stated.share if stated else None
    if share is None:
        return _refuse(say("sample.no_share"))
    wish = (
        ("cv", asked.cv / 100) if asked.cv else ("tell", asked.tell / 100) if asked.tell else ("given", asked.answers)
    )
    out = fieldwork.Field(
        asked.per_village, asked.correlation, asked.response / 100, asked.cost_village, asked.cost_visit
    )
    towns = district.areas[district.areas["parent_code"] == home.code].set_index("area_code")
    villages = fieldwork.villages_of(district.areas)
    try:
        found = fieldwork.designs(share, wish, out, towns["population"], villages)
    except ValueError:
        return _refuse(say("sample.out_of_range"))
    table: Any = found.reset_index().assign(town=[towns.at[code, f"name_{say.language}"] for code, _ in found.index])
    if asked.villages:
        listed, faults = read_villages(asked.villages, towns.reset_index())
        if listed is None:
            return _tell(faults, say)
        wanted = found.xs("villages", level="design")["villages"]
        table = fieldwork.drawn_villages(listed, wanted, asked.seed)
        table["town"] = table["area_code"].map(towns[f"name_{say.language}"])
    text = table.to_csv(index=False, float_format="%.6g")
    try:
        if asked.out:
            asked.out.write_text("\ufeff" + text, encoding="utf-8")
        else:
            sys.stdout.write(text)
    except OSError as error:
        return _refuse(say("measures.unwritable", path=asked.out, reason=_why(error, say)))
    for note in _sample_notes(found, fieldwork.of_district(found, share, towns["population"]), out, share, say):
        print(note, file=sys.stderr)
    return 0


def _sample_notes(found: Any, whole: Any, out: Any, share: float, say: Words) -> list[str]:
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


def template(asked: argparse.Namespace, say: Words) -> int:
    """Write a table as an Excel workbook to fill in: headings in the language asked for, notes, drop-downs and the present rows."""
    from outreach.figures import Figures
    from outreach.tables import read_district
    from outreach.tables.template import template as made

    home = find_home(asked.directory)
    path = asked.out or Path(f"{asked.table}.xlsx")
    try:
        district = read_district(home)
        first = Figures(district, date.today()).towns_to_ask if asked.table == "register" else ()
        path.write_bytes(made(district, asked.table, asked.lang, first=first))
    except OSError as error:
        return _refuse(say("measures.unwritable", path=path, reason=_why(error, say)))
    print(say("put.template", path=path))
    return 0


def put(asked: argparse.Namespace, say: Words) -> int:
    """Put a filled workbook or CSV in the place of a table, whole or not at all; the former version is kept in history/."""
    from outreach.measures import changes
    from outreach.tables import MODELS, ledger, read_district
    from outreach.tables.columns import key
    from outreach.tables.incoming import incoming
    from outreach.tables.template import made_from

    root = find_home(asked.directory).root
    ledger.settle(root)
    district = read_district(find_home(root))
    try:
        content = asked.file.read_bytes()
    except OSError as error:
        return _refuse(say("put.failed", path=asked.file, reason=_why(error, say)))
    try:
        found = incoming(root, district, asked.table, asked.file.name, content)
    except ledger.Moved as error:
        return _refuse(say("survey.moved", table=error))
    for note in found.notes:
        print(say("put.note", file=note.file, note=say.fault(note)), file=sys.stderr)
    if found.after is None:
        return _tell(found.faults, say)
    differences = changes.of_table(
        district.table(asked.table), found.after.table(asked.table), key(MODELS[asked.table])
    )
    told = changes.counts(differences)
    gone = list(differences.loc[differences["change"] == "removed", "key"])
    if asked.dry_run:
        print(say("put.dry_run", file=ledger.table_file(root, asked.table).name, **told))
        _list_removed(gone, say)
        return 0
    origin = made_from(content)
    if (refused := _unconfirmed(asked, len(gone), origin not in ("", found.compared), say)) is not None:
        _list_removed(gone, say)
        return _refuse(refused)
    try:
        change = ledger.accept(
            root, asked.table, found.content, found.compared, asked.who or _user(), asked.why or asked.file.name, told
        )
    except ledger.Moved as error:
        return _refuse(say("survey.moved", table=error))
    except OSError as error:
        return _refuse(say("put.failed", path=root, reason=_why(error, say)))
    print(say("put.written", file=f"data/{change.file}", **told))
    if found.others:
        print(say("put.others", n=len(found.others)))
    return 0


def _unconfirmed(asked: argparse.Namespace, gone: int, stale: bool, say: Words) -> str | None:
    """What must be confirmed before a table is replaced and was not: rows removed, or what others have changed since."""
    if gone and asked.remove is None:
        return say("put.confirm_remove", n=gone)
    if asked.remove not in (None, _ALL, gone):
        return say("put.wrong_remove", found=asked.remove, n=gone)
    if stale and not asked.overrule:
        return say("put.confirm_overrule", table=asked.table)
    return None


def _list_removed(gone: list[str], say: Words) -> None:
    for one in gone[:_LISTED]:
        print(say("put.removed_row", row=one))
    if len(gone) > _LISTED:
        print(say("put.more_rows", n=len(gone) - _LISTED))


def _user() -> str:
    """Who is at this machine, as far as it knows."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def _why(error: OSError, say: Words) -> str:
    told = reason(error)
    return told[say.language] if isinstance(told, dict) else told


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2


def _tell(faults, say: Words) -> int:
    for fault in faults:
        print(f"{fault.file}:{fault.row or '-'}:{fault.column or '-'}: {say.fault(fault)}")
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m outreach", description=__doc__)
    parser.add_argument("--version", action="version", version=f"outreach-atlas {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    server = _add(commands, serve)
    server.add_argument(
        "--host",
        default="127.0.0.1",
        help="the address to answer at: this machine alone (127.0.0.1), or 0.0.0.0 for all who reach it",
    )
    server.add_argument("--port", type=int, default=8501, help="the port (8501)")
    server.add_argument(
        "--audience",
        choices=("internal", "public", "kiosk"),
        help="who it is for; else OUTREACH_AUDIENCE, else internal",
    )
    server.add_argument("--open", action="store_true", help="open the page in a browser as soon as it answers")
    _add(commands, check)
    _add(commands, datapackage).add_argument("--check", action="store_true", help="write nothing, only compare")
    _add(commands, snapshot)
    numbers = _add(commands, measures)
    numbers.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="FILE.csv",
        help="where to write the table; as Parquet where the name ends in .parquet",
    )
    numbers.add_argument(
        "--set",
        nargs="+",
        action="extend",
        default=[],
        metavar="NAME=VALUE",
        help="what to compute with, such as decay=gaussian",
    )
    numbers.add_argument(
        "--engine",
        choices=("local", "dask"),
        default="local",
        help="work here, or in pieces on the workers of a dask cluster",
    )
    numbers.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="the cluster's, such as tcp://10.0.0.1:8786; without it, workers are started on this machine",
    )
    numbers.add_argument(
        "--pieces",
        type=Path,
        metavar="DIR",
        help="a directory all workers see, for the pieces to go through as Parquet",
    )
    files = _add(commands, export)
    files.add_argument("--format", required=True, choices=("pptx", "pdf", "png", "svg", "csv", "xlsx", "docx", "html"))
    what = files.add_mutually_exclusive_group()
    what.add_argument("--scene", metavar="ID", help="one scene of data/scenes.toml; without it and --page, all of them")
    what.add_argument(
        "--page", metavar="NAME", help="a page, such as gaps; as pdf, town and plan are their sheets of A4"
    )
    files.add_argument(
        "--query", default="", metavar="QUERY", help="the page's state as its address says it, such as area=320614103"
    )
    files.add_argument("--exhibit", metavar="NAME", help="one exhibit alone; several as png, svg or csv come as a .zip")
    files.add_argument("--out", type=Path, required=True, metavar="FILE", help="where to write it")
    made = _add(commands, synth, _EMPTY)
    made.add_argument("--towns", type=int, default=12, metavar="N", help="how many towns (12)")
    made.add_argument("--bases", type=int, default=100, metavar="M", help="how many bases (100)")
    made.add_argument(
        "--districts",
        type=int,
        metavar="D",
        help="how many districts they are in; more than one make a province (1, from 60 towns one for every 13)",
    )
    made.add_argument("--seed", type=int, default=1, metavar="S", help="the same seed writes the same bytes (1)")
    empty = _add(commands, new, _EMPTY)
    empty.add_argument("--code", required=True, metavar="CODE", help="the district's statistical code, six digits")
    empty.add_argument("--name-zh", metavar="NAME", help="its name in Chinese, where the outline has none")
    empty.add_argument("--name-en", metavar="NAME", help="its name in English")
    empty.add_argument(
        "--outline",
        type=Path,
        metavar="FILE",
        help="its outline: GeoJSON, Shapefile or GeoPackage with codes and names",
    )
    empty.add_argument("--towns", type=Path, metavar="FILE", help="its towns, likewise")
    sheet = _add(commands, template)
    _table(sheet)
    sheet.add_argument("--out", type=Path, metavar="FILE.xlsx", help="where to write it (TABLE.xlsx here)")
    filled = _add(commands, put)
    _table(filled)
    filled.add_argument("--file", type=Path, required=True, metavar="FILE", help="the filled workbook, or a CSV")
    filled.add_argument("--dry-run", action="store_true", help="write nothing, only say what would change")
    filled.add_argument(
        "--remove",
        type=int,
        nargs="?",
        const=_ALL,
        metavar="N",
        help="remove the rows that the file does not have; with N, only if they are so many",
    )
    filled.add_argument(
        "--overrule", action="store_true", help="overrule what others have changed since the file was taken out"
    )
    _who(filled)
    planned = _add(commands, sample)
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
    asked = _add(commands, survey, {"dest": "file", "metavar": "FILE", "help": "the respondents, CSV or XLSX"})
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
    _who(asked)
    asked.add_argument(
        "--finite",
        action="store_true",
        help="the clusters are whole villages, drawn from all that areas.csv counts in their town: count how few are left",
    )
    where = asked.add_mutually_exclusive_group()
    where.add_argument("--out", type=Path, metavar="FILE.csv", help="write the rows into a file; else they are printed")
    where.add_argument("--into", type=Path, metavar="DIR", help="put the rows into this district's survey.csv")
    return parser


def _table(parser: argparse.ArgumentParser) -> None:
    from outreach.tables import MODELS

    parser.add_argument(
        "--table", required=True, choices=MODELS, metavar="TABLE", help=f"the table: {', '.join(MODELS)}"
    )


def _who(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--who", metavar="NAME", help="who puts the rows in, for the log of changes (the user of this machine)"
    )
    parser.add_argument("--why", metavar="TEXT", help="why, for the log of changes (the file's name)")


_DISTRICT = {
    "dest": "directory",
    "nargs": "?",
    "metavar": "DIR",
    "help": "the district's directory; else OUTREACH_HOME, else this project",
}
_EMPTY = {"dest": "directory", "metavar": "DIR", "help": "the directory to write, new or empty"}


def _add(
    commands, command: Callable[[argparse.Namespace, Words], int], argument: dict[str, str] = _DISTRICT
) -> argparse.ArgumentParser:
    """A command, named and explained by its function."""
    parser = commands.add_parser(command.__name__, help=command.__doc__, description=command.__doc__)
    parser.add_argument(type=Path, **argument)
    parser.add_argument("--lang", choices=LANGUAGES, default="zh")
    parser.set_defaults(command=command)
    return parser


if __name__ == "__main__":
    sys.exit(main())
