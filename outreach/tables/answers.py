"""What towns' sheets answer, as rows to be read: in words, of one language."""

import pandas as pd

from outreach.district import District
from outreach.tables.asking import Question
from outreach.tables.fields import choices, pick
from outreach.tables.forms import line, name_of
from outreach.tables.returned import Answer
from outreach.tables.returns import ANSWERS
from outreach.tables.taking import Taking

TOLD = ["file", "row", "town", "subject", "what", "before", "answer", "value", "note", "kind"]
OPPOSED = ["file", "row", "town", "subject", "what", "before", "there", "value", "kind"]
FILES = ["file", "town", "round", "who", "answers", "confirmed", "changed", "others", "conflicts", "faults"]


def told(of: Taking, language: str) -> pd.DataFrame:
    """The answers that are taken over, one a row; kind is its id."""
    rows = [
        (
            one.file,
            one.answer.row,
            *_asked(of, one.town, one.question, language),
            *_answered(of, one.question, one.answer, language),
        )
        for one in of.taken
    ]
    return pd.DataFrame(rows, columns=TOLD)


def opposed(of: Taking, language: str) -> pd.DataFrame:
    """The answers that something stands against, one a row, with what stands there now."""
    rows = []
    for one in of.conflicts:
        answer, value, _, kind = _answered(of, one.question, one.answer, language)
        there = (
            pick(ANSWERS, one.there, language)
            if one.there in ANSWERS
            else _named(of.before, one.question, one.there, language)
        )
        asked = _asked(of, one.town, one.question, language)
        rows.append((one.file, one.answer.row, *asked, there, value or answer, one.kind))
    return pd.DataFrame(rows, columns=OPPOSED)


def files(of: Taking, language: str) -> pd.DataFrame:
    """The sheets handed in, one a row, each with how many answers of what kind it has."""
    rows = []
    for one in of.files:
        mine = [taken.answer.kind for taken in of.taken if taken.file == one.file]
        known = one.round_id in set(of.kept.rounds["round_id"])
        told = {
            "file": one.file,
            "town": name_of(of.before, one.town)[language],
            "round": of.kept.round(one.round_id).name[language] if known else "",
            "who": one.who,
            "answers": len(one.answers) + len(one.additions),
            "confirmed": mine.count("confirmed"),
            "changed": mine.count("changed"),
            "others": mine.count("none") + mine.count("unknown"),
            "conflicts": sum(conflict.file == one.file for conflict in of.conflicts),
            "faults": len(one.faults),
        }
        rows.append([told[name] for name in FILES])
    return pd.DataFrame(rows, columns=FILES)


def _asked(of: Taking, town: str, question: Question, language: str) -> tuple[str, str, str, str]:
    said = line(of.before, 0, question, language)
    return name_of(of.before, town)[language], said.subject, said.asked, said.recorded


def _answered(of: Taking, question: Question, answer: Answer, language: str) -> tuple[str, str, str, str]:
    value = _named(of.before, question, answer.value, language)
    return pick(ANSWERS, answer.kind, language), value, answer.note, answer.kind


def _named(district: District, question: Question, value: str, language: str) -> str:
    return choices(district, question, language).get(value, value)
