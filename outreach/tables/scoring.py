"""The key to a questionnaire: which answer is right, and what it counts for."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NoReturn

from outreach.faults import Fault
from outreach.tables.cells import Refused, flag, number, plain
from outreach.tables.faults import spoken
from outreach.tables.reading import Sheet

FULL = 100
COLUMNS = {
    "question": ("question", "题号", "题目"),
    "answer": ("answer", "right_answer", "正确答案", "答案"),
    "weight": ("weight", "points", "分值", "权重"),
    "group": ("group", "维度", "类别", "部分"),
}
_NUMBERED = re.compile(r"(?:q|题|第)?\s*0*(\d+)\s*题?", re.IGNORECASE)
_LETTERS = re.compile(r"[a-h](?:[\s,;，；、/]*[a-h])*", re.IGNORECASE)
_UNKNOWN = ("不知道", "不清楚", "不了解", "拒答", "未答", "dk", "don't know", "no answer")
_FLAGS = {"对": True, "正确": True, "√": True, "错": False, "错误": False, "×": False}


@dataclass(frozen=True)
class Question:
    """A question of the key: its right answer as a value, what it counts for, and the group it belongs to, empty for none."""

    id: str
    right: object
    weight: float
    group: str
    read: Callable[[str], object] = field(repr=False)
    expected: dict[str, str] = field(repr=False)


def question_id(text: str) -> str:
    """What a question is known by, in the key and at the head of a column: q1, Q01, 题1, 第1题 and 1 are one question."""
    text = plain(text).casefold()
    found = _NUMBERED.fullmatch(text)
    return found[1] if found else text


def read_key(sheet: Sheet) -> tuple[list[Question], list[Fault]]:
    """The key that a sheet holds, or everything that is wrong with it.

    A row is a question: question (题号), answer (正确答案) and, where they are not all worth the same, weight (分值); group
    (维度) names the part of the questionnaire. A right answer is a letter or several (A, ACD), right or wrong (对, 错), a
    number, or a text; only an answer of the same kind is taken for one. The score of a respondent is 100 × the weights of
    the questions answered rightly / the weights of all; a question left empty, or answered 不知道, is not answered rightly.

    The national surveys of civic science literacy score a questionnaire of 100 points (knowledge 40, methods 20, spirit
    and thinking 20, use 20) and count a citizen as literate from 70 points on (China Association for Science and Technology,
    results of the 14th survey, May 2025; the announcements say "超过70分" and "70 points and above" of the same
    threshold). Its questions, and what each of them counts for, are not published: a local questionnaire is comparable only
    as far as it was made so. The threshold is therefore always the user's to name; a score equal to it passes.
    """
    if sheet.faults:
        return [], sheet.faults
    spellings = {spelling: name for name, known in COLUMNS.items() for spelling in known}
    places = {
        spellings[head]: place
        for place, cell in enumerate(sheet.header)
        if (head := plain(cell).casefold()) in spellings
    }
    for name in ("question", "answer"):
        if name not in places:
            return [], [Fault(sheet.file, 1, None, "respondents_column", {"expected": list(COLUMNS[name])})]
    return _questions(sheet, places)


def _questions(sheet: Sheet, places: dict[str, int]) -> tuple[list[Question], list[Fault]]:
    found: list[Question] = []
    faults: list[Fault] = []
    first: dict[str, int] = {}
    for line, cells in zip(sheet.numbers, sheet.rows, strict=True):
        row = {name: plain(cells[place]) for name, place in places.items()}
        id_, weight = question_id(row["question"]), 1.0

        def wrong(name: str, rule: str, line: int = line, row: dict[str, str] = row, **details: object) -> None:
            faults.append(
                Fault(
                    sheet.file, line, sheet.header[places[name]].strip(), rule, {"found": spoken(row[name]), **details}
                )
            )

        if not id_:
            wrong("question", "key_empty")
        elif id_ in first:
            wrong("question", "key_repeated", first=first[id_])
        first.setdefault(id_, line)
        if not row["answer"]:
            wrong("answer", "key_empty")
        if "weight" in places:
            try:
                weight = number(row["weight"])
                if not 0 < weight < float("inf"):
                    raise Refused("not_number")
            except Refused:
                wrong("weight", "respondents_weight")
        read, expected = _kind(row["answer"])
        found.append(Question(id_, read(row["answer"]), weight, row.get("group", ""), read, expected))
    if not found:
        faults.append(Fault(sheet.file, 1, None, "key_none"))
    return ([], faults) if faults else (found, [])


def _kind(right: str) -> tuple[Callable[[str], object], dict[str, str]]:
    """How answers to a question are read, and what is expected of one, by its right answer."""
    kinds = (
        (_flag, {"zh": "对或错", "en": "right or wrong (yes or no)"}),
        (_letters, {"zh": "选项字母，如 A", "en": "the letters of options, such as A"}),
        (number, {"zh": "数", "en": "a number"}),
    )
    for read, expected in kinds:
        try:
            read(right)
            return read, expected
        except Refused:
            continue
    return str.casefold, {"zh": "文字", "en": "a text"}


def _flag(text: str) -> bool:
    return _FLAGS[text] if text in _FLAGS else flag(text) if not text.isdigit() else _no()


def _letters(text: str) -> frozenset[str]:
    return frozenset(re.findall("[a-h]", text.casefold())) if _LETTERS.fullmatch(text) else _no()


def _no() -> NoReturn:
    raise Refused("not_answer")


def is_right(question: Question, cell: str) -> bool:
    """Whether an answer is the right one. Raises Refused for a cell that is no answer to the question."""
    cell = plain(cell)
    if not cell or cell.casefold() in _UNKNOWN:
        return False
    return question.read(cell) == question.right
