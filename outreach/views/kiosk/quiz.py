"""The questions as they are read, and how far a visitor has come with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import pandas as pd

from outreach.district import District
from outreach.views.areas import town_names
from outreach.words import Words


class Question(Protocol):
    """A question as the measure of that name gives it: ids, years or columns, one of them the answer."""

    @property
    def kind(self) -> str:
        """Written, town, which, category or year."""

    @property
    def about(self) -> str:
        """The question of the table, the base, or for `which` the town it is about."""

    @property
    def options(self) -> tuple[str, ...]:
        """What there is to choose from."""

    @property
    def answer(self) -> str:
        """The right one of them."""


@dataclass(frozen=True)
class Asked:
    """One question of the quiz as it is read: options are texts, right the number of the right one; after is what there is to
    learn, source where it was read, base the one it is about (empty where it is about none)."""

    text: str
    options: tuple[str, ...]
    right: int
    after: str
    base: str
    source: str = ""


def asked(say: Words, district: District, questions: Sequence[Question]) -> tuple[Asked, ...]:
    """The questions as they are read, each with what is said after the answer."""
    return tuple(
        _written(say, district, one) if one.kind == "written" else _made(say, district, one) for one in questions
    )


def _written(say: Words, district: District, one: Question) -> Asked:
    """A question of the table, in its own words."""
    questions = district.questions
    row = _first(questions[questions["question_id"] == one.about])
    source = _first(district.sources[district.sources["source_id"] == row["source_id"]])
    return Asked(
        text=say.pick(row, "question"),
        options=tuple(say.pick(row, option) for option in one.options),
        right=one.options.index(one.answer),
        after=say.pick(row, "learn"),
        base=row["base_id"] if isinstance(row["base_id"], str) else "",
        source=say("kiosk.quiz_source", title=say.pick(source, "title")),
    )


def _first(rows: pd.DataFrame) -> dict[str, Any]:
    return {str(name): value for name, value in rows.iloc[0].items()}


def _made(say: Words, district: District, one: Question) -> Asked:
    """A question made of the district's own tables."""
    names, towns = district.bases.set_index("base_id")[f"name_{say.language}"], town_names(say, district.areas)
    categories = district.categories.set_index("category")[f"name_{say.language}"]
    read = {"town": towns, "which": names, "category": categories}.get(one.kind)
    options = tuple(one.options if read is None else (str(read[option]) for option in one.options))
    right = one.options.index(one.answer)
    subject = towns[one.about] if one.kind == "which" else names[one.about]
    return Asked(
        text=say(f"kiosk.ask_{one.kind}", subject=subject),
        options=options,
        right=right,
        after=say(f"kiosk.after_{one.kind}", subject=subject, answer=options[right]),
        base=one.answer if one.kind == "which" else one.about,
        source=say("kiosk.quiz_from"),
    )


Round = tuple[int, tuple[int, ...], bool]
"""A round of the quiz: its seed, the answers so far, and whether the last answer is still being looked at."""


def round_of(quiz: str | None) -> Round:
    """How far a visitor has come, from the address."""
    seed, _, answers = (quiz or "0").partition("-")
    return int(seed), tuple(int(one) for one in answers if one != "."), answers[-1:].isdigit()
