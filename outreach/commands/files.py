"""Write figures, slides, papers, pictures and rows."""

import argparse
import logging
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from outreach.commands.asked import Commands, add
from outreach.commands.telling import reason, refuse, tell
from outreach.home import HomeError, find_home, find_root
from outreach.words import Words


def measures(asked: argparse.Namespace, say: Words) -> int:
    """Write every measure of every town and of the district into one table: CSV, or Parquet for other programs."""
    from outreach.figures import Figures
    from outreach.measures.everything import parquet, written
    from outreach.measures.parameters import ParameterError, chosen
    from outreach.measures.reach.people import TooManyCells
    from outreach.nation import engine
    from outreach.tables import read_district
    from outreach.tables.district import faults_alone

    root = find_root(asked.directory)
    try:
        home = find_home(root)
        parameters = chosen(home.travel, home.literacy, asked.set)
        district = read_district(home)
        if district.faults:
            return tell(district.faults, say)
        with engine.of(asked.engine, asked.scheduler, asked.pieces) as over:
            table = Figures(district, date.today()).everything(parameters, over)
        asked.out.write_bytes(parquet(table) if asked.out.suffix.lower() == ".parquet" else written(table))
    except HomeError as error:
        return tell((*error.faults, *faults_alone(root)), say)
    except ParameterError as error:
        details = {name: say.list(value) if isinstance(value, list) else value for name, value in error.details.items()}
        return refuse(say(f"measures.{error.rule}", **details))
    except TooManyCells:
        return refuse(say("measures.grid_too_fine"))
    except engine.EngineError as error:
        return refuse(say(f"nation.{error.rule}", **error.details))
    except OSError as error:
        return refuse(say("measures.unwritable", path=asked.out, reason=reason(error, say)))
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
            return tell(district.faults, say)
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
            found = documents.of_page(asked.format, asked.page, selection, district, today, *made, asked.speech)
        else:
            listed, faults = scenes.reading.read(root / scenes.scene.FILE, district.ids())
            if faults:
                return tell(faults, say)
            listed = listed or scenes.reading.built_in()
            chosen = [one for one in listed if asked.scene in (None, one.id)]
            if not chosen:
                raise ExportError("scene_unknown", {"found": asked.scene, "expected": [one.id for one in listed]})
            name = asked.scene or say("page.briefing")
            found = documents.of_scenes(asked.format, chosen, name, district, asked.lang, today, *made, asked.speech)
        if asked.out.suffix.lower() != f".{found.kind}":
            raise ExportError("wrong_suffix", {"path": asked.out, "expected": f".{found.kind}", "name": found.name})
        asked.out.write_bytes(found.content)
    except HomeError as error:
        return tell((*error.faults, *faults_alone(root)), say)
    except ExportError as error:
        details = {name: say.list(value) if isinstance(value, list) else value for name, value in error.details.items()}
        return refuse(say(f"exports.{error.rule}", **details))
    except OSError as error:
        return refuse(say("measures.unwritable", path=asked.out, reason=reason(error, say)))
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


def commands(of: Commands) -> None:
    """Add these commands."""
    numbers = add(of, measures)
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
    files = add(of, export)
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
    files.add_argument(
        "--speech", action="store_true", help="a PDF of scenes has under each what is said of it; slides always have it"
    )
    files.add_argument("--out", type=Path, required=True, metavar="FILE", help="where to write it")
