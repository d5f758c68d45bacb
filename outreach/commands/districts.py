"""Write a new district: an empty one, or one to show."""

import argparse
from datetime import date
from pathlib import Path

from outreach.commands.asked import EMPTY, Commands, add
from outreach.commands.telling import reason, refuse, tell
from outreach.words import LANGUAGES, Words, load


def synth(asked: argparse.Namespace, say: Words) -> int:
    """Write a demonstration district, every figure of it invented and marked as such, into an empty directory."""
    from outreach.synth import write

    try:
        district = write(asked.directory, asked.towns, asked.bases, asked.seed, asked.districts)
    except (FileExistsError, NotADirectoryError):
        return refuse(say("synth.not_empty", path=asked.directory))
    except ValueError:
        if (
            asked.districts is not None
            and not 1 <= asked.districts <= asked.towns
            and asked.towns >= 1
            and asked.bases >= 0
        ):
            return refuse(say("province.districts", towns=asked.towns, districts=asked.districts))
        return refuse(say("synth.numbers", towns=asked.towns, bases=asked.bases))
    except OSError as error:
        return refuse(say("synth.unwritable", path=asked.directory, reason=reason(error, say)))
    if district.faults:
        return tell(district.faults, say)
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
        return refuse(say("new.not_empty", path=asked.directory))
    except Unusable as error:
        return refuse(say(f"new.{error.rule}", **{name: say.spoken(value) for name, value in error.details.items()}))
    except Unsound as error:
        return tell(error.faults, say)
    except OSError as error:
        return refuse(say("synth.unwritable", path=asked.directory, reason=reason(error, say)))
    for note in notes:
        print(say("new.note", file=note.file, note=say.fault(note)))
    print(say("new.written", path=asked.directory, checklist=path))
    return 0


def commands(of: Commands) -> None:
    """Add these commands."""
    made = add(of, synth, EMPTY)
    made.add_argument("--towns", type=int, default=12, metavar="N", help="how many towns (12)")
    made.add_argument("--bases", type=int, default=100, metavar="M", help="how many bases (100)")
    made.add_argument(
        "--districts",
        type=int,
        metavar="D",
        help="how many districts they are in; more than one make a province (1, from 60 towns one for every 13)",
    )
    made.add_argument("--seed", type=int, default=1, metavar="S", help="the same seed writes the same bytes (1)")
    empty = add(of, new, EMPTY)
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
