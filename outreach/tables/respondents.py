"""A file of anonymous respondents: read whole or refused whole, and refused at once when it tells who they are."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from outreach.faults import Fault
from outreach.tables.cells import Refused, flag, number, plain
from outreach.tables.faults import spoken
from outreach.tables.naming import Names
from outreach.tables.reading import Sheet
from outreach.tables.scoring import FULL, Question, is_right, question_id

COLUMNS = {
    "area_code": (
        "area_code",
        "town",
        "镇街",
        "镇街代码",
        "所在镇街",
        "area_name",
        "镇街名称",
        "town name",
        "town code",
    ),
    "weight": ("weight", "权重", "加权"),
    "literate": ("literate", "具备科学素质", "是否具备科学素质"),
    "score": ("score", "得分", "总分"),
    "stratum": ("stratum", "层", "抽样层"),
    "cluster": ("cluster", "psu", "群", "初级抽样单元", "村居"),
    "group": ("group", "人群"),
}
_ANSWER = re.compile(r"(?:q|题|第)\s*\d+(?:题)?", re.IGNORECASE)
_PERSONAL = re.compile(
    r"姓名|名字|手机|电话|身份证|证件|住址|地址|门牌|微信|邮箱|(?:full.?|first.?|last.?|^)name|phone|mobile|id.?card|id.?number|address|e-?mail",
    re.IGNORECASE,
)
_MOBILE = re.compile(r"(?<!\d)(?:\+?86)?1[3-9]\d{9}(?!\d)")
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{16}[0-9Xx](?![0-9A-Za-z])")


def read_respondents(
    sheet: Sheet,
    areas: pd.DataFrame,
    least_score: float | None = None,
    key: Sequence[Question] = (),
    former: pd.DataFrame | None = None,
) -> tuple[pd.DataFrame | None, list[Fault]]:
    """The respondents that a sheet holds, or everything that is wrong with it.

    areas are the district's towns; a respondent's town is its code, its name in either language, or both, which must agree;
    former are the codes that towns had before. Columns of the frame: area_code, named (whether a name was told), literate,
    weight, and where the file has them stratum, cluster, group. Where the file has answers (columns q1, q2 … or 题1, 题2 …,
    points each) or a score in place of the flag, a respondent counts as literate from `least_score` points on; no threshold
    of ours is ever put in its place. With the `key` of a questionnaire the answers are what was answered, and are scored by
    it, from 0 to 100, whatever flag or score the file has beside them; the frame then has the column score, and a column
    `score NAME` for every group of questions. Other columns are not read, but searched: a column that holds names, telephone or
    identity numbers refuses the file, and nothing of what stands in it is repeated.
    """
    if sheet.faults:
        return None, sheet.faults
    personal = _personal(sheet)
    if personal:
        return None, personal
    places, faults = _places(sheet, least_score, key)
    if places is None:
        return None, faults
    return _frame(sheet, places, Names.of(areas, former), least_score, key)


def _personal(sheet: Sheet) -> list[Fault]:
    found = []
    for place, head in enumerate(sheet.header):
        kind = "respondents_heading" if _PERSONAL.search(plain(head)) else None
        for row in sheet.rows if kind is None else ():
            cell = plain(row[place])
            if _MOBILE.search(cell.replace(" ", "").replace("-", "")):
                kind = "respondents_telephone"
            elif any(_is_identity(one) for one in _IDENTITY.findall(cell)):
                kind = "respondents_identity"
            if kind:
                break
        if kind:
            column = (
                spoken(head.strip())
                if kind == "respondents_heading" or not any(sign.isdigit() for sign in head)
                else f"{place + 1}"
            )
            found.append(Fault(sheet.file, None, column, kind, {"column": column}))
    return found


def _is_identity(text: str) -> bool:
    """Whether the last sign is the check digit of the seventeen before it (GB 11643)."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(int(sign) * weight for sign, weight in zip(text, weights)) % 11] == text[-1].upper()


@dataclass(frozen=True)
class _Places:
    """Where a sheet has what is read of a respondent: each column but those of the town by its name, the town's, the answers'."""

    of: Mapping[str, int]
    towns: Sequence[int]
    answers: Sequence[int]

    @property
    def points(self) -> Sequence[int]:
        """Where the points stand that are added up: the score, where it is told, else the answers."""
        return [self.of["score"]] if "score" in self.of else self.answers


def _places(sheet: Sheet, least_score: float | None, key: Sequence[Question]) -> tuple[_Places | None, list[Fault]]:
    """Where each column stands; None, and why, where that is not enough to go by."""
    spellings = {spelling: name for name, known in COLUMNS.items() for spelling in known}
    heads = [plain(head).casefold() for head in sheet.header]
    named = [spellings.get(head) for head in heads]
    twice = _twice(sheet, [None if name == "area_code" else name for name in named])  # towns have a code and names
    if twice:
        return None, twice
    of = {name: place for place, name in enumerate(named) if name is not None and name != "area_code"}
    towns = [place for place, name in enumerate(named) if name == "area_code"]
    answers = [place for place, head in enumerate(heads) if _ANSWER.fullmatch(head)]
    absent: list[str] = []
    if key:
        known = {*of.values(), *towns}
        asked = {question_id(head): place for place, head in enumerate(sheet.header) if place not in known}
        absent = [question.id for question in key if question.id not in asked]
        answers = [asked[question.id] for question in key if question.id in asked]
    places = _Places(of, towns, answers)
    rule, details = _lacking(sheet, places, least_score, absent, bool(key))
    return (None, [Fault(sheet.file, 1, None, rule, details)]) if rule else (places, [])


def _lacking(
    sheet: Sheet, places: _Places, least_score: float | None, absent: list[str], keyed: bool
) -> tuple[str, dict[str, object]]:
    """What a sheet lacks to be read, the questions of the key that are absent among it; an empty rule where it lacks nothing."""
    for name, there in (("area_code", bool(places.towns)), ("weight", "weight" in places.of)):
        if not there:
            return "respondents_column", {"expected": list(COLUMNS[name])}
    if absent:
        return "respondents_questions", {"found": absent}
    if keyed:
        return ("respondents_pass_key" if least_score is None or not 0 < least_score <= FULL else ""), {"full": FULL}
    return _unjudged(sheet, places, least_score)


def _unjudged(sheet: Sheet, places: _Places, least_score: float | None) -> tuple[str, dict[str, object]]:
    """Why nobody knows by what a respondent counts as literate; an empty rule where it is known."""
    literate = places.of.get("literate")
    if literate is None and not places.points:
        return "respondents_answer", {"expected": list(COLUMNS["literate"])}
    if literate is None:
        return ("respondents_pass" if least_score is None else ""), {}
    if least_score is None or not places.points:
        return "", {}
    heads = [spoken(sheet.header[place].strip()) for place in (literate, places.points[0])]
    return "respondents_both", {"first": heads[0], "second": heads[1]}


def _twice(sheet: Sheet, names: list[str | None]) -> list[Fault]:
    """Columns of one meaning, of which nobody knows which one counts."""
    found = []
    for name in dict.fromkeys(one for one in names if one is not None):
        heads = [spoken(sheet.header[place].strip()) for place, one in enumerate(names) if one == name]
        if len(heads) > 1:
            found.append(Fault(sheet.file, 1, None, "respondents_twice", {"found": heads}))
    return found


def _frame(
    sheet: Sheet, places: _Places, names: Names, least_score: float | None, key: Sequence[Question]
) -> tuple[pd.DataFrame | None, list[Fault]]:
    lines = [_Line(sheet, places, *line) for line in zip(sheet.numbers, sheet.rows, strict=True)]
    rows = [
        line.labels()
        | line.town(names)
        | line.weight()
        | (line.by_key(key, least_score) if key else line.told(least_score))
        for line in lines
    ]
    faults = [fault for line in lines for fault in line.faults]
    if not rows:
        faults.append(Fault(sheet.file, 1, None, "respondents_none"))
    return (None, faults) if faults else (pd.DataFrame(rows), [])


class _Line:
    """A respondent's line: what is read of it, and what is wrong with it; where something is, it is left out of what is read."""

    def __init__(self, sheet: Sheet, places: _Places, line: int, cells: list[str]):
        self._sheet, self._places, self._line, self._cells = sheet, places, line, cells
        self.faults: list[Fault] = []

    def _wrong(self, rule: str, place: int, **details: object) -> None:
        told = {"found": spoken(self._cells[place].strip()), **details}
        self.faults.append(Fault(self._sheet.file, self._line, self._sheet.header[place].strip(), rule, told))

    def labels(self) -> dict[str, object]:
        """The stratum, cluster and group, as far as the sheet has them."""
        places = self._places.of
        row: dict[str, object] = {
            name: plain(self._cells[places[name]]) for name in ("stratum", "cluster", "group") if name in places
        }
        for name, rule in (("cluster", "respondents_no_cluster"), ("stratum", "respondents_no_stratum")):
            if row.get(name) == "":
                self._wrong(rule, places[name])
        return row

    def town(self, names: Names) -> dict[str, object]:
        """The town, and whether it was told by its name."""
        places = self._places.towns
        code, named, told = names.area([self._cells[place] for place in places])
        if code is None:
            rule, details = told if told and not told[0].startswith("no_such_area") else ("respondents_town", {})
            self._wrong(rule, places[0], **{"found": _said(self._cells, places), **details})
        return {"area_code": code, "named": named}

    def weight(self) -> dict[str, object]:
        """How many people the respondent stands for."""
        place = self._places.of["weight"]
        try:
            weight = number(self._cells[place])
            if weight <= 0:
                raise Refused("not_number")
        except Refused:
            self._wrong("respondents_weight", place)
            return {}
        return {"weight": weight}

    def by_key(self, key: Sequence[Question], least_score: float | None) -> dict[str, object]:
        """The scores by the key of right answers, and whether the respondent is literate by them."""
        right = []
        for question, place in zip(key, self._places.answers, strict=True):
            try:
                right.append(is_right(question, self._cells[place]))
            except Refused:
                right.append(False)
                self._wrong("respondents_option", place, expected=question.expected)
        scores = _scores(key, right)
        return {**scores, "literate": least_score is not None and scores["score"] >= least_score}

    def told(self, least_score: float | None) -> dict[str, object]:
        """Whether the respondent is literate, as the sheet says or by its points."""
        stated, place = self._places.of.get("literate"), 0
        try:
            if stated is not None:
                place = stated
                return {"literate": flag(self._cells[place])}
            points = 0.0
            for place in self._places.points:
                points += number(self._cells[place])
        except Refused:
            self._wrong("respondents_flag" if stated is not None else "respondents_points", place)
            return {}
        return {"literate": least_score is not None and points >= least_score}


def _said(cells: Sequence[str], places: Sequence[int]) -> str:
    return spoken(" / ".join(cells[place].strip() for place in places if cells[place].strip()))


def codes_alone(respondents: pd.DataFrame) -> tuple[str, ...]:
    """The codes of towns that the file told without any name, in their order: somebody should be told what they were taken for."""
    return tuple(respondents.loc[~respondents["named"], "area_code"].drop_duplicates())


def _scores(key: Sequence[Question], right: list[bool]) -> dict[str, float]:
    """The score of all questions, and of each group of them, from 0 to 100."""
    groups = {"score": list(zip(key, right, strict=True))}
    for question, correct in groups["score"][:]:
        if question.group:
            groups.setdefault(f"score {question.group}", []).append((question, correct))
    return {
        name: round(
            FULL * sum(one.weight for one, correct in questions if correct) / sum(one.weight for one, _ in questions), 9
        )
        for name, questions in groups.items()
    }
