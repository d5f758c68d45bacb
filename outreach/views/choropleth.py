"""Towns filled by a figure in a few classes, with how reliable it is drawn upon it."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

import pandas as pd

from outreach.views import classes, palette, points
from outreach.views.exhibit import Legend, Swatch, formatted
from outreach.views.maps import Overlay
from outreach.words import Words

RELIABILITY_HATCH = {"E": "sparse", "F": "dense", "M": "falling"}
RELIABILITY_SWATCH = {"E": "hatch", "M": "falling"}
UNCONFIRMED_HATCH = "sparse"
LEVEL_OF = {colour: level for level, colour in palette.LEVEL.items()}


def filled(
    say: Words,
    values: pd.Series,
    *,
    ramp: tuple[str, ...],
    kind: str,
    step: float,
    count: int = 4,
    through: float | None = None,
    nought: str | None = None,
    edges: Sequence[float] | None = None,
) -> tuple[pd.DataFrame, tuple[tuple[str, str], ...]]:
    """The fill of each town (class_label, colour) and the classes' labels with their colours, lowest first.

    values is indexed by area_code. A town without a figure has the missing class, which is listed only where it occurs.
    nought is what a class of its own for exactly 0 is called, where that says something else than very little.
    edges are the inner edges of the classes where they are fixed: a colour then means the same whatever the figures are.
    """
    if nought is not None and (values == 0).any():
        fill, legend = filled(say, values[values != 0], ramp=ramp, kind=kind, step=step, count=count, through=through)
        fill = fill.reindex(values.index).astype(object)
        fill[values == 0] = [nought, palette.NOUGHT]
        return fill, ((nought, palette.NOUGHT), *legend)
    edges = classes.breaks(values, count, step, through) if edges is None else list(edges)
    colours = palette.ramp(ramp, len(edges) + 1)
    labels = _labels(say, values, edges, kind)
    chosen = classes.class_of(values, edges)
    missing = say("map.missing")
    fill = pd.DataFrame(
        {
            "class_label": [missing if pd.isna(one) else labels[one] for one in chosen],
            "colour": [palette.MISSING if pd.isna(one) else colours[one] for one in chosen],
        },
        index=values.index,
    )
    legend = tuple(zip(labels, colours))
    return fill, legend + (((missing, palette.MISSING),) if chosen.isna().any() else ())


def _labels(say: Words, values: pd.Series, edges: list[float], kind: str) -> list[str]:
    if not edges:
        known = values.dropna()
        ends = [formatted(end, kind) for end in (known.min(), known.max())] if len(known) else []
        return ends[:1] if len(set(ends)) < 2 else [say("map.between", low=ends[0], high=ends[1])]
    ends = [formatted(edge, kind) for edge in edges]
    between = [say("map.between", low=low, high=high) for low, high in zip(ends, ends[1:])]
    return [say("map.below", value=ends[0]), *between, say("map.from", value=ends[-1])]


def plain(names: pd.Series) -> pd.DataFrame:
    """Towns that carry no figure, for a map whose subject is something else."""
    return pd.DataFrame({"class_label": "", "colour": palette.TOWN, "hatch": None}, index=names.index)


def overlay(
    say: Words,
    names: pd.Series,
    fill: pd.DataFrame,
    legend: tuple[tuple[str, str], ...],
    title: str,
    *,
    lines: Callable[[str], list[str]],
    label: Callable[[str], str] | None = None,
    reliability: Mapping[str, str] | pd.Series | None = None,
    unconfirmed: Collection[str] = (),
    area: str | None = None,
) -> Overlay:
    """The towns as a overlay: their fill, the hatch of their reliability or of a record not confirmed, their label and the lines
    of their tooltip.

    names is indexed by area_code; lines and label are asked for each code.
    """
    grades = pd.Series(reliability if reliability is not None else {}, dtype=object).reindex(names.index)
    hatches = grades.map(RELIABILITY_HATCH)
    hatches = hatches.where(hatches.notna() | ~names.index.isin(list(unconfirmed)), UNCONFIRMED_HATCH)
    hatches = hatches.where(fill["colour"] != palette.MISSING, "dense")
    towns = fill.assign(
        hatch=hatches.astype(object).where(hatches.notna(), None),
        label=[short(names[code]) + ("\n" + label(code) if label else "") for code in names.index],
    )
    towns["tip"] = [[names[code], *lines(code)] for code in names.index]
    return Overlay(towns=towns, class_title=title, classes=legend, area=area, language=say.language)


def short(name: str) -> str:
    """A town's name without the English word for its kind, which a map has no room for; Chinese names stay whole."""
    return name.removesuffix(" Subdistrict").removesuffix(" Town")


def legends(say: Words, shown: Overlay, reliability: Mapping[str, str] | None = None) -> tuple[Legend, ...]:
    """What the map's fills, hatches, markers and rings mean, for the page beside it; of the grades, those that
    occur, and without grades the hatch of a record not confirmed, where a town has it."""
    together = [layer for layer in shown.above if isinstance(layer, points.Points) and layer.name in TOGETHER]
    return (
        *(
            [Legend(shown.class_title, (*_fills(shown), *_hatches(say, shown, reliability)))]
            if shown.class_title
            else []
        ),
        *([] if shown.bases.empty else _of_bases(say, shown)),
        *(
            Legend(one.title, tuple(Swatch(sign.label, "circle", sign.colour) for sign in one.signs.values()))
            for one in together
        ),
    )


TOGETHER = ("gathered", "heaps")
"""The layers in which bases are put together."""


def _fills(shown: Overlay) -> Iterator[Swatch]:
    for i, (label, colour) in enumerate(shown.classes):
        yield Swatch(label, "missing" if colour == palette.MISSING else "area", colour, id=f"class-{i}")


def _hatches(say: Words, shown: Overlay, reliability: Mapping[str, str] | None) -> Iterator[Swatch]:
    if reliability is not None:
        for grade, sign in RELIABILITY_SWATCH.items():
            if grade in reliability.values():
                yield Swatch(say(f"reliability.{grade}"), sign, palette.HATCH)
    elif (shown.towns["hatch"] == UNCONFIRMED_HATCH).any():
        yield Swatch(say("register.hatched"), "hatch", palette.HATCH)


def _of_bases(say: Words, shown: Overlay) -> Iterator[Legend]:
    """The levels and kinds of the bases that are there, and how well it is known where they stand."""
    levels, kinds = set(shown.bases["level_label"]), set(shown.bases["group_label"])
    colours = [(label, colour) for label, colour in shown.levels if label in levels]
    shapes = [(label, shape.removesuffix("-up")) for label, shape in shown.groups if label in kinds]
    yield Legend(
        shown.level_title,
        tuple(Swatch(label, "area", colour, id=f"level-{LEVEL_OF[colour]}") for label, colour in colours),
    )
    yield Legend(
        shown.group_title, tuple(Swatch(label, shape, palette.INK, id=f"kind-{shape}") for label, shape in shapes)
    )
    if shown.bases["hollow"].any():
        hollow = Swatch(say("map.hollow"), "circle", palette.INK, hollow=True)
        yield Legend(say("map.position"), (hollow, Swatch(say("map.ring"), "ring", palette.FAINT)))
