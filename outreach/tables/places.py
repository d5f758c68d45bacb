"""The settlement points at which a town's people are taken to live."""

import pandas as pd

from outreach.tables.columns import Code, Number, Share, Table, Text, about, basis, column, name, note, rule, source
from outreach.tables.position import datum, latitude, longitude, unswapped

ROLES = {
    "seat": ("镇街驻地", "seat of the town"),
    "former_seat": ("原镇驻地", "seat of a former town"),
    "settlement": ("居民点", "settlement"),
}


class Places(Table):
    place_id: Code = column(
        "code",
        ("居民点编号", "居民点的编号，小写拼音"),
        ("Place id", "A short name in lower-case letters"),
        example="dongzaogang",
    )
    area_code: Code = column(
        "code", ("镇街代码", "所在镇街"), ("Town code", "The town it lies in"), refers="areas", example="320614108"
    )
    name_zh: Text = name("zh", "居民点", "place")
    name_en: Text = name("en", "居民点", "place")
    role: Code = column(
        "code",
        ("性质", "是否为镇街驻地"),
        ("Role", "Whether the town is governed from here"),
        values=ROLES,
        example="former_seat",
    )
    lon: Number = longitude()
    lat: Number = latitude()
    datum: Code = datum()
    position_basis: Code = basis("点位", "position")
    accuracy_km: Number = column(
        "number",
        ("点位误差", "点位可能偏离的距离"),
        ("Position accuracy", "How far off the position may be"),
        least=0,
        unit=("千米", "km"),
        example="0.3",
    )
    share: Share = column(
        "share",
        ("人口份额", "占所在镇街人口的比例，同一镇街合计为1"),
        ("Population share", "Share of the town's people; a town's shares add up to 1"),
        example="0.35",
    )
    share_basis: Code = basis("人口份额", "population share")
    source_id: Code = source("点位", "position")
    note_zh: Text = note("zh")
    note_en: Text = note("en")

    class Config:
        unique = ["place_id"]
        metadata = about(
            ("居民点", "镇街内的一个居民点，代表附近的人口"),
            ("Places", "A settlement point, standing for the people who live near it"),
        )

    @rule("swapped", "lat", "lon", "lat")
    def lon_before_lat(cls, frame: pd.DataFrame) -> pd.Series:
        return unswapped(frame)
