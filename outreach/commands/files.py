"""Write figures, slides, papers, pictures and rows."""

import argparse
import logging
import sys
from collections.abc import Callable, Container, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from outreach.commands.asked import Commands, add
from outreach.commands.telling import Faulty, read_sound, reason, refuse, tell
from outreach.home import HomeError, find_home, find_root
from outreach.words import Words

if TYPE_CHECKING:
    from outreach.district import District
    from outreach.scenes.scene import Scene
    from outreach.screen.documents import Document


def measures(asked: argparse.Namespace, say: Words) -> int:
    """Write every measure of every town and of the district into one table: CSV, or Parquet for other programs."""
    from outreach.figures import Figures
    from outreach.measures.everything import parquet, written
    from outreach.measures.parameters import ParameterError, chosen
    from outreach.measures.reach.people import TooManyCells
    from outreach.nation import engine
    from outreach.tables.district import faults_alone

    root = find_root(asked.directory)
    try:
        home = find_home(root)
        parameters = chosen(home.travel, home.literacy, asked.set)
        district = read_sound(home)
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


def export(asked: argparse.Namespace, say: Words) -> int:
    """Write the briefing, one scene or one page as slides, a paper, pictures or rows; the report for Word; or the whole atlas as
    one HTML file; without a browser."""
    logging.disable(logging.WARNING)  # Streamlit warns of every page that is played without a visitor
    from outreach.exports import ExportError
    from outreach.screen import cached
    from outreach.tables.district import faults_alone

    root = find_root(asked.directory)
    try:
        _refuse_unfit(asked)
        district = read_sound(find_home(root))
        say = cached.say(asked.lang)
        found = _whole(asked, district, say) if asked.format in WHOLE else _part(asked, district, say)
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


WHOLE = ("html", "docx")
"""The formats that hold the whole atlas; the others hold a page, a scene or the briefing."""


def _refuse_unfit(asked: argparse.Namespace) -> None:
    """What is asked for must be there, and go together. Raises ExportError."""
    from outreach.contents import IN_SCENES
    from outreach.exports import ExportError

    if asked.page not in (None, *IN_SCENES):
        raise ExportError("page_unknown", {"found": asked.page, "expected": list(IN_SCENES)})
    if asked.query and not asked.page and asked.format != "docx":
        raise ExportError("query_alone")
    if asked.format in WHOLE and (asked.page or asked.scene or asked.exhibit):
        raise ExportError("html_whole" if asked.format == "html" else "docx_whole")


def _whole(asked: argparse.Namespace, district: "District", say: Words) -> "Document":
    """The atlas as one HTML file, or the report for Word as the query's state has it."""
    from outreach.screen import atlas, documents, report

    if asked.format == "html":
        return atlas.document(district, date.today(), _progress(say))
    known, query = _asked_state(asked, district)
    return report.document(district, documents.state(query, known, asked.lang), date.today(), _progress(say))


def _part(asked: argparse.Namespace, district: "District", say: Words) -> "Document":
    """One page in one state, or the scenes asked for."""
    from outreach.screen import documents, slides

    wanted = documents.Wanted(asked.format, date.today(), asked.lang, exhibit=asked.exhibit, speech=asked.speech)
    if asked.page:
        known, query = _asked_state(asked, district)
        selection = documents.state(query, known, asked.lang)
        return documents.of_page(wanted, asked.page, selection, district, _progress(say))
    shown = slides.slides(_scenes(asked, district), district, asked.lang, wanted.today)
    return documents.of_slides(wanted, shown, asked.scene or say("page.briefing"), district, _progress(say))


def _asked_state(
    asked: argparse.Namespace, district: "District"
) -> tuple[Mapping[str, Container[str]], dict[str, str]]:
    """Which ids the query may name, and what it says."""
    from outreach.screen import visit
    from outreach.selection import parsed
    from outreach.tables import scope

    query = parsed(asked.query)
    return visit.known(scope.shown(district, query.get("within")), district), query


def _scenes(asked: argparse.Namespace, district: "District") -> tuple["Scene", ...]:
    """The scenes of the district, those built in where it has none of its own; the one asked for alone."""
    from outreach.exports import ExportError
    from outreach.scenes import reading, scene

    listed, faults = reading.read(district.home.root / scene.FILE, district.ids())
    if faults:
        raise Faulty(faults)
    listed = listed or reading.built_in()
    chosen = tuple(one for one in listed if asked.scene in (None, one.id))
    if not chosen:
        raise ExportError("scene_unknown", {"found": asked.scene, "expected": [one.id for one in listed]})
    return chosen


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
    _asked_of_measures(add(of, measures))
    _asked_of_export(add(of, export))


def _asked_of_measures(numbers: argparse.ArgumentParser) -> None:
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


def _asked_of_export(files: argparse.ArgumentParser) -> None:
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
