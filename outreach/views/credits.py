"""Who stands behind an exhibit's figures, said under every picture and in every file."""

import re
from collections.abc import Iterable

import pandas as pd

from outreach.district import District
from outreach.home import Home
from outreach.views.areas import towns
from outreach.views.exhibit import Credits
from outreach.words import Words

REACH = ("estimated", "modelled", "assumed")
FEW = 2  # publishers that are all named at a glance


def credits(
    say: Words,
    home: Home,
    sources: pd.DataFrame,
    source_ids: Iterable[str],
    kinds_of_basis: Iterable[str],
    on_map: bool = False,
) -> Credits:
    """The credits of figures with these source ids and kinds of basis; missing ids are passed over, order is the table's.

    A map also prints its notice (the review number, or that it is schematic) and whose geometry it shows.
    """
    known = sources.set_index("source_id")
    wanted = [one for one in known.index if one in set(source_ids)]
    publishers = dict.fromkeys(
        say(
            "credits.publisher",
            publisher=say.pick(known.loc[one], "publisher"),
            year=_year(say, known.loc[one, "date"]),
        )
        for one in wanted
    )
    titles = [
        say(
            "credits.source",
            title=say.pick(known.loc[one], "title"),
            publisher=say.pick(known.loc[one], "publisher"),
            date=dated(say, known.loc[one, "date"]),
        )
        for one in wanted
    ]
    kinds = _in_order(kinds_of_basis)
    return Credits(
        publishers=say("credits.sources", sources=say.list(list(publishers))) if wanted else "",
        source=say("credits.sources", sources=say("format.semicolon").join(titles)) if wanted else "",
        date=say("credits.date", date=home.data_date.isoformat()),
        basis=say("credits.basis", bases=kinds_said(say, kinds)) if kinds else "",
        notice=_notice(say, home) if on_map else "",
        demonstration=say("credits.demonstration") if home.demonstration else "",
        kinds=tuple(kinds),
        first=say("credits.first", first=next(iter(publishers)), more=len(publishers) - 1)
        if len(publishers) > FEW
        else "",
    )


def of_bases_and_people(say: Words, district: District, on_map: bool = False) -> Credits:
    """Where the bases and the towns' people come from."""
    areas = towns(district.areas)
    return credits(
        say,
        district.home,
        district.sources,
        [*district.bases["source_id"], *areas["population_source_id"]],
        [*district.bases["basis"], *areas["population_basis"]],
        on_map=on_map,
    )


def kinds_said(say: Words, kinds_of_basis: Iterable[str]) -> str:
    """These kinds of basis in words, each once, in the order in which they are always said; empty without any."""
    return say.list([say(f"value.literacy.basis.{kind}") for kind in _in_order(kinds_of_basis)])


def _in_order(kinds_of_basis: Iterable[str]) -> list[str]:
    return sorted({kind for kind in kinds_of_basis if isinstance(kind, str)}, key=_ORDER.index)


def credits_of_reach(
    say: Words,
    district: District,
    more: Iterable[str] = (),
    kinds_of_basis: Iterable[str] = REACH,
    on_map: bool = False,
) -> Credits:
    """The credits of what rests on where the bases and the people are, and on the sources `more` besides."""
    ids = [
        *district.bases["source_id"],
        *district.places["source_id"],
        *towns(district.areas)["population_source_id"],
        *more,
    ]
    return credits(say, district.home, district.sources, ids, kinds_of_basis, on_map=on_map)


_ORDER = ["census", "official", "reported", "survey", "estimated", "modelled", "assumed", "demonstration"]


def _year(say: Words, date: str) -> str:
    """The year of a day or month; a span of years or a version as it stands; a day of which no year is stated says so."""
    return dated(say, date[:4] if re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", date) else date)


def dated(say: Words, date: str) -> str:
    """A source's date as it is read: 08-15 is a day of an unknown year, not a span of two of them."""
    return say("credits.no_year", day=date) if re.fullmatch(r"\d{1,2}-\d{1,2}", date) else date


def legal(say: Words, home: Home) -> str:
    """What the law wants on a map: its review number, or that it is a sketch."""
    return say("map.review_number", number=home.review_number) if home.review_number else say("map.schematic")


def _notice(say: Words, home: Home) -> str:
    thanks = dict.fromkeys(say.pick(layer, "attribution") for layer in home.layers.values())
    thanks.pop(say("map.schematic"), None)
    return say("map.notice", legal=legal(say, home), thanks=say("format.semicolon").join(thanks))
