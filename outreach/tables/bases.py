"""The outreach bases: museums, parks, schools, stations."""

import re

import pandas as pd
import pandera.pandas as pa

from outreach.tables import opening
from outreach.tables.columns import (
    AUDIENCES,
    KINDS_OF_BASIS,
    NAME,
    TITLE,
    Code,
    Date,
    Flag,
    Integer,
    Items,
    Number,
    Table,
    Text,
    Year,
    about,
    basis,
    column,
    name,
    note,
    other_names,
    rule,
    source,
    words,
)
from outreach.tables.position import datum, latitude, longitude, unswapped

KINDS_OF_TOWN_BASIS = {basis: KINDS_OF_BASIS[basis] for basis in ("reported", "assumed", "demonstration")}
ACCURACIES = {
    "exact": ("准确点位", "exact"),
    "street": ("到街道路段", "street"),
    "town": ("到镇街", "town"),
    "unknown": ("不详", "unknown"),
}
RUNNERS = {
    "national": ("国家", "the state"),
    "provincial": ("省", "the province"),
    "municipal": ("设区市", "the prefecture city"),
    "district": ("县（市、区）", "the district"),
    "town": ("镇街", "the town"),
    "village": ("村（社区）", "the village or community"),
}
STATUSES = {
    "open": ("开放", "open"),
    "closed": ("关闭", "closed"),
    "planned": ("在建或拟建", "planned"),
    "unverified": ("待核实", "unverified"),
}
PHOTOS = "photos"
"""The folder beside the tables in which the pictures lie."""
PHOTO = re.compile(r"[^\\/:*?\"<>|.][^\\/:*?\"<>|]*\.(?:jpe?g|png|webp)", re.IGNORECASE)
_NUMBER = r"\+?[(（]?\d[\d()（） -]{1,18}\d(?:\s*(?:转|ext\.?)\s*\d{1,6})?"
TELEPHONES = re.compile(rf"{_NUMBER}(?:\s*[、;；,，/]\s*{_NUMBER})*", re.IGNORECASE)
# How far from its written position a base may really stand.
ACCURACY_KM = {"exact": 0.1, "street": 1.0}


class Bases(Table):
    base_id: Code = column(
        "code",
        ("阵地编号", "阵地的编号，小写字母，以连字符相连"),
        ("Base id", "A short name in lower-case letters joined by hyphens"),
        example="haimen-science-museum",
    )
    name_zh: Text = name("zh", "阵地", "base")
    name_en: Text = name("en", "阵地", "base")
    other_names: Text = other_names("阵地", "base")
    category: Code = column(
        "code",
        ("类别", "阵地的类别"),
        ("Category", "What kind of base it is"),
        refers="categories",
        example="science_museum",
    )
    level: Code = column(
        "code",
        ("级别", "被认定为基地的级别，要有认定文件或名单可查；没有的留空"),
        ("Level", "The level it was recognised at as a base, which somebody can show; empty where nobody can"),
        optional=True,
        refers="levels",
        example="district",
    )
    run_by: Code = column(
        "code",
        ("由谁管理", "由哪一级管理，与认定级别无关；企业、学校等管理的和不详的留空"),
        (
            "Run by",
            "Which tier of government runs it, recognised or not; empty for companies, schools and where unknown",
        ),
        optional=True,
        values=RUNNERS,
        example="town",
        later=True,
    )
    part_of: Code = column(
        "code",
        ("在哪处阵地内", "它在另一处阵地之内时，填那处阵地的编号；同一场地只计一次"),
        ("Part of", "The base on whose ground it stands, if it lies inside another; the ground is counted once"),
        optional=True,
        refers="bases",
        example="zhang-jian-hometown",
        later=True,
    )
    area_code: Code = column(
        "code",
        ("所在镇街", "所在镇街的代码，不详的留空"),
        ("Town code", "The town it stands in; empty where unknown"),
        optional=True,
        refers="areas",
        basis="town_basis",
        example="320614001",
    )
    town_basis: Code = basis("所在镇街", "the town", optional=True, values=KINDS_OF_TOWN_BASIS)
    place_id: Code = column(
        "code",
        ("标示居民点", "只知镇街时标示在哪个居民点，留空则为镇街驻地"),
        ("Drawn at", "The place it is drawn at when only its town is known; empty means the town's seat"),
        optional=True,
        refers="places",
        example="dongzaogang",
    )
    lon: Number = longitude(optional=True)
    lat: Number = latitude(optional=True)
    datum: Code = datum(optional=True)
    accuracy: Code = column(
        "code",
        ("点位精度", "位置知道得多准"),
        ("Position accuracy", "How well the position is known"),
        values=ACCURACIES,
        example="town",
    )
    address_zh: Text = words("zh", "地址", "Address", "详细地址", "Street address", optional=True)
    address_en: Text = words("en", "地址", "Address", "详细地址", "Street address", optional=True)
    hours_zh: Text = words("zh", "开放时间", "Opening hours", "何时开放", "When it is open", optional=True)
    hours_en: Text = words("en", "开放时间", "Opening hours", "何时开放", "When it is open", optional=True)
    opening: Text = column(
        "text",
        (
            "开放时间（可推算）",
            "写成星期和时间的开放时间，用来推算今天是否开放；分段用分号隔开，闭馆的日子也写明；写不成的留空，原文写在开放时间里",
        ),
        (
            "Opening times",
            "The hours as days and times, from which it is told whether it is open today; parts with a semicolon between them, "
            "days of rest too. Empty where they cannot be written so: the words stay in the opening hours",
        ),
        optional=True,
        example="周二至周日 9:00-17:00；周一闭馆",
        later=True,
    )
    telephone: Text = column(
        "text",
        ("电话", "公众咨询电话；几个号码用顿号隔开"),
        ("Telephone", "The number the public may call; several with a comma between them"),
        optional=True,
        example="0513-82200000",
        longest=NAME,
        later=True,
    )
    free: Flag = column(
        "flag",
        ("是否免费", "是否免费开放，不详的留空"),
        ("Free", "Whether entry is free; empty where unknown"),
        optional=True,
        example="是",
    )
    audiences: Items = column(
        "list",
        ("服务人群", "主要服务的人群，可填多项"),
        ("Audiences", "Whom it mainly serves; several may be given"),
        optional=True,
        values=AUDIENCES,
        example="pupils;older",
    )
    capacity_per_year: Integer = column(
        "integer",
        ("年接待能力", "一年可接待的人次"),
        ("Yearly capacity", "Visits it can take in a year"),
        optional=True,
        least=0,
        unit=("人次/年", "visits a year"),
        basis="capacity_basis",
        source="capacity_source_id",
        example="120000",
    )
    capacity_basis: Code = basis("年接待能力", "yearly capacity", optional=True)
    capacity_source_id: Code = source("年接待能力", "yearly capacity", optional=True)
    opened_year: Year = column(
        "year",
        ("建成年份", "建成或开放的年份"),
        ("Opened", "The year it was built or opened"),
        optional=True,
        least=1000,
        most=2100,
        example="2020",
    )
    status: Code = column(
        "code",
        ("状态", "是否对公众开放；未经核实的填待核实"),
        ("Status", "Whether it serves the public; unverified where nobody checked"),
        values=STATUSES,
        example="open",
    )
    checked_on: Date = column(
        "date",
        ("核实日期", "最近一次核实的日期"),
        ("Checked on", "The day somebody last checked this row"),
        optional=True,
        example="2026-11-23",
    )
    about_zh: Text = words("zh", "简介", "About", "简要介绍", "A few words about it", optional=True)
    about_en: Text = words("en", "简介", "About", "简要介绍", "A few words about it", optional=True)
    photo: Text = column(
        "text",
        ("照片", "照片的文件名；文件放在 data/photos 目录里，JPG、PNG 或 WebP，不超过3 MB；没有授权的不要放"),
        (
            "Photo",
            "The file name of its picture, which lies in data/photos: JPG, PNG or WebP of at most 3 MB; none without a licence",
        ),
        optional=True,
        example="haimen-science-museum.jpg",
        longest=NAME,
        later=True,
    )
    photo_licence: Text = column(
        "text",
        ("照片许可", "凭什么可以用这张照片，如“馆方授权”“知识共享 署名 4.0”；有照片的必填"),
        ("Photo licence", "What allows the use of the picture, such as CC BY 4.0; needed wherever there is one"),
        optional=True,
        example="CC BY 4.0",
        longest=TITLE,
        later=True,
    )
    photo_author: Text = column(
        "text",
        ("照片作者", "照片是谁拍的；有照片的必填"),
        ("Photo author", "Who took the picture; needed wherever there is one"),
        optional=True,
        example="海门科技馆",
        longest=NAME,
        later=True,
    )
    basis: Code = basis("本行", "this row")
    source_id: Code = source()
    note_zh: Text = note("zh")
    note_en: Text = note("en")

    class Config:
        unique = ["base_id"]
        metadata = about(
            ("科普阵地", "一处开展科普的场馆、基地或站点"), ("Bases", "A place that does science outreach")
        )

    @pa.check("audiences", name="not_allowed")
    def audiences_are_known(cls, lists: pd.Series) -> pd.Series:
        return lists.map(lambda items: all(item in AUDIENCES for item in items)).astype(bool)

    @pa.check("opening", name="opening_hours")
    def opening_is_days_and_times(cls, texts: pd.Series) -> pd.Series:
        return texts.map(lambda text: not isinstance(text, str) or bool(opening.known(text))).astype(bool)

    @pa.check("telephone", name="telephone")
    def telephone_can_be_called(cls, texts: pd.Series) -> pd.Series:
        return texts.map(lambda text: not isinstance(text, str) or bool(TELEPHONES.fullmatch(text.strip()))).astype(
            bool
        )

    @pa.check("photo", name="photo_name")
    def photo_is_a_file_name(cls, texts: pd.Series) -> pd.Series:
        return texts.map(lambda text: not isinstance(text, str) or bool(PHOTO.fullmatch(text.strip()))).astype(bool)

    @rule("photo_licence_needed", "photo_licence", "photo")
    def photo_has_a_licence(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["photo"].isna() | frame["photo_licence"].notna()

    @rule("photo_author_needed", "photo_author", "photo")
    def photo_has_an_author(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["photo"].isna() | frame["photo_author"].notna()

    @rule("swapped", "lat", "lon", "lat")
    def lon_before_lat(cls, frame: pd.DataFrame) -> pd.Series:
        return unswapped(frame)

    @rule("position_needed", "lon")
    def exact_base_has_longitude(cls, frame: pd.DataFrame) -> pd.Series:
        return ~_located(frame) | frame["lon"].notna()

    @rule("position_needed", "lat")
    def exact_base_has_latitude(cls, frame: pd.DataFrame) -> pd.Series:
        return ~_located(frame) | frame["lat"].notna()

    @rule("datum_needed", "datum")
    def position_has_datum(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["lon"].isna() | frame["datum"].notna()

    @rule("town_needed", "area_code")
    def base_known_to_its_town_has_one(cls, frame: pd.DataFrame) -> pd.Series:
        return (frame["accuracy"] != "town") | frame["area_code"].notna()

    @rule("position_given", "accuracy")
    def base_with_position_says_how_good_it_is(cls, frame: pd.DataFrame) -> pd.Series:
        return _located(frame) | (frame["lon"].isna() & frame["lat"].isna())

    @rule("town_given", "accuracy")
    def unknown_base_has_no_town(cls, frame: pd.DataFrame) -> pd.Series:
        return (frame["accuracy"] != "unknown") | frame["area_code"].isna()


def _located(frame: pd.DataFrame) -> pd.Series:
    return frame["accuracy"].isin(list(ACCURACY_KM))
