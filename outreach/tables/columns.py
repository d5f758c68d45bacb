"""How a column is described: once, in both languages, with everything that is checked about it."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeAlias, TypedDict

import pandas as pd
import pandera.pandas as pa

Labels = Mapping[str, tuple[str, str]]

# How each type stands in a frame. Text keeps NaN where a cell is empty, a list keeps ().
DTYPES = {
    "text": str,
    "code": str,
    "number": float,
    "share": float,
    "quantity": float,
    "integer": pd.Int64Dtype,
    "year": pd.Int64Dtype,
    "date": pa.DateTime,
    "flag": pd.BooleanDtype,
    "list": object,
}
TYPES: Labels = {
    "text": ("文字", "text"),
    "code": ("代码", "code"),
    "number": ("数", "number"),
    "share": ("比例", "share"),
    "quantity": ("数或百分数", "number or percentage"),
    "integer": ("整数", "whole number"),
    "year": ("年份", "year"),
    "date": ("日期", "date"),
    "flag": ("是/否", "yes/no"),
    "list": ("代码清单，以分号隔开", "codes separated by semicolons"),
}

OPTIONAL = frozenset({"codes", "crossings", "plans", "questions", "register", "returns", "rounds"})
"""The tables a directory may be without: it is then as if they had no rows."""

Text: TypeAlias = str
Code: TypeAlias = str
Number: TypeAlias = float
Share: TypeAlias = float
Quantity: TypeAlias = float
Integer: TypeAlias = pd.Int64Dtype
Year: TypeAlias = pd.Int64Dtype
Date: TypeAlias = pa.DateTime
Flag: TypeAlias = pd.BooleanDtype
Items: TypeAlias = object

KINDS_OF_BASIS: Labels = {
    "census": ("普查", "census"),
    "official": ("官方公布", "official"),
    "reported": ("公开报道", "reported"),
    "estimated": ("估算", "estimated"),
    "assumed": ("假定", "assumed"),
    "survey": ("抽样调查", "survey"),
    "modelled": ("模型推算", "modelled"),
    "demonstration": ("演示", "demonstration"),
}
TOWN_KINDS: Labels = {"subdistrict": ("街道", "subdistrict"), "town": ("镇", "town")}
AUDIENCES: Labels = {
    "public": ("公众", "general public"),
    "pupils": ("中小学生", "pupils"),
    "farmers": ("农民", "farmers"),
    "workers": ("产业工人", "industrial workers"),
    "older": ("老年人", "older people"),
    "officials": ("领导干部和公务员", "officials and civil servants"),
}
LONGEST = {"text": 4000, "code": 100, "list": 4000}
"""How many letters a cell of each type may have, unless its column says otherwise; what is longer was pasted there by mistake."""
NAME, TITLE = 200, 400  # letters of a name, and of a title or an answer
CODE = r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?\Z"


class Described(TypedDict):
    """What is known of a column; see `column`."""

    type: str
    title: dict[str, str]
    meaning: dict[str, str]
    unit: dict[str, str]
    least: float | None
    most: float | None
    values: Labels | None
    also: Mapping[str, tuple[str, ...]] | None
    refers: str | None
    basis: str | None
    source: str | None
    example: str
    longest: int | None
    optional: bool
    later: bool


Columns = dict[str, Described]
"""A table's columns in their order, by their ids."""


def column(
    kind: str,
    zh: tuple[str, str],
    en: tuple[str, str],
    *,
    optional: bool = False,
    unique: bool = False,
    unit: tuple[str, str] | None = None,
    least: float | None = None,
    most: float | None = None,
    values: Labels | None = None,
    also: Mapping[str, tuple[str, ...]] | None = None,
    refers: str | None = None,
    basis: str | None = None,
    source: str | None = None,
    example: str = "",
    longest: int | None = None,
    later: bool = False,
) -> Any:
    """A column of a table. `zh` and `en` are its title and its meaning.

    `values` are the only ones allowed, with their labels, and `also` other spellings of them, in any case and with or without
    blanks and hyphens; `refers` is the table whose key it names; `basis` and `source`
    are the columns that speak for a figure: they are filled exactly where the figure is; `longest` is how many letters a
    cell may have. An optional column that came to
    its table `later` may be lacking in a file: one made before is read as if the column were empty.
    """
    if kind == "share":
        least, most = 0, 1
    described = Described(
        type=kind,
        title={"zh": zh[0], "en": en[0]},
        meaning={"zh": zh[1], "en": en[1]},
        unit=dict(zip(("zh", "en"), unit or ("", ""))),
        least=least,
        most=most,
        values=values,
        also=also,
        refers=refers,
        basis=basis,
        source=source,
        example=example,
        longest=longest or LONGEST.get(kind),
        optional=optional,
        later=later and optional,
    )
    return pa.Field(
        nullable=optional,
        unique=unique,
        ge=least,
        le=most,
        isin=list(values) if values and kind != "list" else None,
        str_matches=CODE if kind == "code" and not values else None,
        title=zh[0],
        description=zh[1],
        metadata=dict(described),
    )


def basis(
    what_zh: str, what_en: str, *, optional: bool = False, later: bool = False, values: Labels = KINDS_OF_BASIS
) -> Any:
    """The column that says what a figure rests on."""
    return column(
        "code",
        (f"{what_zh}依据", f"{what_zh}从何而来"),
        (f"Basis of {what_en}", f"What {what_en} rests on"),
        optional=optional,
        later=later,
        values=values,
        example=next(iter(values)),
    )


def source(what_zh: str = "", what_en: str = "", *, optional: bool = False, later: bool = False) -> Any:
    """The column that names a figure's source."""
    of = f" of {what_en}" if what_en else ""
    return column(
        "code",
        (f"{what_zh}来源", f"{what_zh or '本行'}所据的资料"),
        (f"Source{of}", f"Where {what_en or 'this row'} was read"),
        optional=optional,
        later=later,
        refers="sources",
        example="plan-2022",
    )


def words(
    language: str,
    what_zh: str,
    what_en: str,
    meaning_zh: str,
    meaning_en: str,
    *,
    optional: bool = False,
    longest: int | None = None,
) -> Any:
    """A text that is kept in two columns, one for each language."""
    zh, en = {"zh": ("（中文）", "Chinese"), "en": ("（英文）", "English")}[language]
    return column(
        "text",
        (what_zh + zh, f"{meaning_zh}{zh}"),
        (f"{what_en} ({en})", f"{meaning_en}, in {en}"),
        optional=optional,
        longest=longest,
    )


def name(language: str, what_zh: str, what_en: str) -> Any:
    """A name in one language."""
    return words(language, "名称", "Name", f"{what_zh}的名称", f"Name of the {what_en}", longest=NAME)


def other_names(what_zh: str, what_en: str) -> Any:
    """What else something is called: it is found by that too."""
    return column(
        "text",
        ("别名", f"{what_zh}的其他叫法，如旧名、简称，查找时用得上；几个用顿号隔开"),
        (
            "Other names",
            f"What else the {what_en} is called, such as a former or a short name, by which it is found; several with a comma between them",
        ),
        optional=True,
        longest=TITLE,
        later=True,
    )


def note(language: str) -> Any:
    """A remark in one language, often empty."""
    return words(language, "备注", "Note", "需要说明的情况", "What else should be known", optional=True)


def rule(sentence: str, blamed: str, *tells: str) -> Any:
    """A check over the columns of a row; the method returns True where a row passes.

    A row that fails is told by `fault.<sentence>` at the blamed column; the cells of `tells` are for the sentence.
    """
    return pa.dataframe_check(name=":".join((sentence, blamed, *tells)))


class Table(pa.DataFrameModel):
    """A table: a model whose Config holds its key (`unique`) and what it is about (`metadata`)."""

    class Config:
        strict = True

    @classmethod
    @cache
    def to_schema(cls) -> pa.DataFrameSchema:
        """The model's schema, with the rules that every figure keeps: it has a basis and a source, and they have it."""
        schema = super().to_schema()
        schema.metadata = getattr(cls.__config__, "metadata", None)
        schema.checks = [*schema.checks, *_figure_checks(schema)]
        return schema


def about(zh: tuple[str, str], en: tuple[str, str]) -> dict[str, dict[str, str]]:
    """A table's title and what one of its rows is."""
    return {"title": {"zh": zh[0], "en": en[0]}, "row": {"zh": zh[1], "en": en[1]}}


def describe(model: type[Table]) -> Columns:
    """What is known of each column of a table: its metadata by the column's id, in the model's order."""
    return {id_: spec.metadata for id_, spec in model.to_schema().columns.items()}


def key(model: type[Table]) -> list[str]:
    """The columns that tell a table's rows apart."""
    return list(model.to_schema().unique)


def answers(model: type[Table]) -> list[str]:
    """The columns in which a row answers what it asks; a row with nothing in them is a question. Empty for most tables."""
    return list(model.to_schema().metadata.get("answers", ()))


def of_plan() -> Any:
    """The column that says of which plan a row is."""
    return column(
        "code",
        ("规划编号", "属于哪一份规划；只有一份规划时可以不填"),
        ("Plan id", "The plan it belongs to; may be left empty where there is but one plan"),
        optional=True,
        later=True,
        refers="plans",
        example="plan-2021",
    )


def _figure_checks(schema: pa.DataFrameSchema) -> list[pa.Check]:
    spoken: dict[str, list[str]] = {}
    for id_, spec in schema.columns.items():
        for teller in (spec.metadata["basis"], spec.metadata["source"]):
            if teller and schema.columns[teller].nullable:
                spoken.setdefault(teller, []).append(id_)
    checks = []
    for teller, figures in spoken.items():
        checks.append(pa.Check(_told(teller, figures), name=f"figure_untold:{teller}:{figures[0]}"))
        checks.append(pa.Check(_not_idle(teller, figures), name=f"no_figure:{teller}:{figures[0]}"))
    return checks


def _told(teller: str, figures: list[str]) -> Callable[[pd.DataFrame], pd.Series]:
    return lambda frame: frame[figures].isna().all(axis=1) | frame[teller].notna()


def _not_idle(teller: str, figures: list[str]) -> Callable[[pd.DataFrame], pd.Series]:
    return lambda frame: frame[figures].notna().any(axis=1) | frame[teller].isna()
