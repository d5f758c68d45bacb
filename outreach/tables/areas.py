"""The district and its towns, and the areas it is compared with."""

from typing import Any

import pandas as pd

from outreach.tables.columns import (
    TOWN_KINDS,
    Code,
    Date,
    Integer,
    Number,
    Share,
    Table,
    Text,
    about,
    basis,
    column,
    name,
    other_names,
    rule,
    source,
    words,
)

KINDS = {
    "nation": ("国家", "nation"),
    "province": ("省", "province"),
    "city": ("设区市", "prefecture city"),
    "district": ("县（市、区）", "district"),
    **TOWN_KINDS,
}
PERSONS = ("人", "persons")


EDUCATION = (
    "education_bachelor_or_above",
    "education_junior_college",
    "education_senior_secondary",
    "education_junior_secondary",
    "education_primary_or_below",
)


def _educated(zh: str, en: str) -> Any:
    return column(
        "integer",
        (f"{zh}文化程度", f"常住人口中受教育程度为{zh}的人数；五项填全才用于推算科学素质"),
        (
            f"{en} education",
            f"Residents whose highest schooling is: {en.lower()}; literacy is estimated with it where all five are filled",
        ),
        optional=True,
        later=True,
        least=0,
        unit=PERSONS,
        basis="education_basis",
        source="education_source_id",
    )


def _people(zh: str, en: str) -> Any:
    return column(
        "integer",
        (zh, f"常住人口中{zh}的人数"),
        (en, f"Residents: {en.lower()}"),
        optional=True,
        least=0,
        unit=PERSONS,
        basis="people_basis",
        source="people_source_id",
    )


class Areas(Table):
    area_code: Code = column(
        "code",
        ("区划代码", "统计用区划代码，县级6位，镇街9位"),
        ("Area code", "Statistical code: six digits for a district, nine for a town"),
        example="320614001",
    )
    parent_code: Code = column(
        "code",
        ("上级代码", "所属上级的区划代码"),
        ("Parent code", "Code of the area it belongs to"),
        optional=True,
        refers="areas",
        example="320614",
    )
    kind: Code = column(
        "code",
        ("区域类型", "区域的行政类型"),
        ("Kind of area", "Administrative kind of the area"),
        values=KINDS,
        example="town",
    )
    name_zh: Text = name("zh", "区域", "area")
    name_en: Text = name("en", "区域", "area")
    other_names: Text = other_names("区域", "area")
    population: Integer = column(
        "integer",
        ("常住人口", "区域内的人口数"),
        ("Population", "People living in the area"),
        optional=True,
        least=0,
        unit=PERSONS,
        basis="population_basis",
        source="population_source_id",
        example="54000",
    )
    population_date: Date = column(
        "date",
        ("人口日期", "人口数所指的日期"),
        ("Population date", "The day the population refers to"),
        optional=True,
        example="2020-11-01",
    )
    population_basis: Code = basis("人口", "population", optional=True)
    population_source_id: Code = source("人口", "population", optional=True)
    population_note_zh: Text = words(
        "zh",
        "人口说明",
        "Population note",
        "人口数的口径和算法",
        "How the population was counted or worked out",
        optional=True,
    )
    population_note_en: Text = words(
        "en",
        "人口说明",
        "Population note",
        "人口数的口径和算法",
        "How the population was counted or worked out",
        optional=True,
    )
    area_km2: Number = column(
        "number",
        ("面积", "区域面积"),
        ("Area", "Area of the territory"),
        optional=True,
        least=0,
        unit=("平方千米", "km²"),
        basis="area_basis",
        source="area_source_id",
        example="34.78",
    )
    area_basis: Code = basis("面积", "area", optional=True)
    area_source_id: Code = source("面积", "area", optional=True)
    urban_share: Share = column(
        "share",
        ("城镇人口比例", "常住人口中城镇人口所占比例"),
        ("Urban share", "Share of residents who live in urban places"),
        optional=True,
        basis="urban_share_basis",
        source="urban_share_source_id",
        example="0.35",
    )
    urban_share_basis: Code = basis("城镇人口比例", "urban share", optional=True)
    urban_share_source_id: Code = source("城镇人口比例", "urban share", optional=True)
    villages: Integer = column(
        "integer",
        ("行政村数", "行政村个数"),
        ("Villages", "Number of administrative villages"),
        optional=True,
        least=0,
        unit=("个", "villages"),
        basis="villages_basis",
        source="villages_source_id",
        example="23",
    )
    communities: Integer = column(
        "integer",
        ("社区数", "社区（居委会）个数"),
        ("Communities", "Number of urban communities"),
        optional=True,
        least=0,
        unit=("个", "communities"),
        basis="villages_basis",
        source="villages_source_id",
        example="3",
    )
    villages_basis: Code = basis("村和社区数", "villages and communities", optional=True)
    villages_source_id: Code = source("村和社区数", "villages and communities", optional=True)
    age_0_14: Integer = _people("0—14岁", "Aged 0 to 14")
    age_15_59: Integer = _people("15—59岁", "Aged 15 to 59")
    age_60_plus: Integer = _people("60岁及以上", "Aged 60 and over")
    age_65_plus: Integer = _people("65岁及以上", "Aged 65 and over")
    male: Integer = _people("男性", "Male")
    female: Integer = _people("女性", "Female")
    people_basis: Code = basis("年龄和性别", "age and sex", optional=True)
    people_source_id: Code = source("年龄和性别", "age and sex", optional=True)
    education_bachelor_or_above: Integer = _educated("大学本科及以上", "Bachelor or above")
    education_junior_college: Integer = _educated("大学专科", "Junior college")
    education_senior_secondary: Integer = _educated("高中（中专、技校）", "Senior secondary")
    education_junior_secondary: Integer = _educated("初中", "Junior secondary")
    education_primary_or_below: Integer = _educated("小学及以下", "Primary or below")
    education_basis: Code = basis("受教育程度", "education", optional=True, later=True)
    education_source_id: Code = source("受教育程度", "education", optional=True, later=True)

    class Config:
        unique = ["area_code"]
        metadata = about(
            ("区域", "一个区域：全国、省、市、区或镇街"),
            ("Areas", "An area: the nation, the province, the city, the district or a town"),
        )

    @rule("ages_do_not_add_up", "age_60_plus", "population", "age_0_14", "age_15_59", "age_60_plus")
    def ages_add_up(cls, frame: pd.DataFrame) -> pd.Series:
        total = frame["age_0_14"] + frame["age_15_59"] + frame["age_60_plus"]
        return (total == frame["population"]).fillna(True).astype(bool) | _other_count(frame)

    @rule("sexes_do_not_add_up", "female", "population", "male", "female")
    def sexes_add_up(cls, frame: pd.DataFrame) -> pd.Series:
        return (frame["male"] + frame["female"] == frame["population"]).fillna(True).astype(bool) | _other_count(frame)

    @rule("more_educated_than_people", "education_primary_or_below", "population", *EDUCATION)
    def educated_are_among_the_people(cls, frame: pd.DataFrame) -> pd.Series:
        total = frame[list(EDUCATION)].sum(axis=1, skipna=False)
        other = frame["population_source_id"] != frame["education_source_id"]
        return (total <= frame["population"]).fillna(True).astype(bool) | other

    @rule("more_than_whole", "age_65_plus", "age_60_plus")
    def older_are_among_the_old(cls, frame: pd.DataFrame) -> pd.Series:
        return (frame["age_65_plus"] <= frame["age_60_plus"]).fillna(True).astype(bool)


def _other_count(frame: pd.DataFrame) -> pd.Series:
    """Where population and people were not counted by the same source, they need not add up."""
    return frame["population_source_id"] != frame["people_source_id"]
