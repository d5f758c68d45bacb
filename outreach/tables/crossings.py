"""The crossings of the water: where a river or an arm of the sea is crossed on the way to a base."""

import pandas as pd

from outreach.tables.columns import Code, Number, Table, Text, about, basis, column, name, note, rule, source
from outreach.tables.position import DEGREES, datum, latitude, longitude, unswapped

KINDS = {
    "bridge": ("桥梁", "bridge"),
    "tunnel": ("隧道", "tunnel"),
    "ferry": ("渡口", "ferry"),
}
STATUSES = {
    "open": ("通行", "in use"),
    "closed": ("停用或未通", "not in use"),
}


class Crossings(Table):
    crossing_id: Code = column(
        "code",
        ("过江通道编号", "通道的编号，小写字母，以连字符相连"),
        ("Crossing id", "A short name in lower-case letters joined by hyphens"),
        example="north-ferry",
    )
    name_zh: Text = name("zh", "通道", "crossing")
    name_en: Text = name("en", "通道", "crossing")
    kind: Code = column(
        "code",
        ("通道类型", "怎样过水"),
        ("Kind of crossing", "How the water is crossed"),
        values=KINDS,
        example="ferry",
    )
    lon: Number = longitude()
    lat: Number = latitude()
    datum: Code = datum()
    to_lon: Number = column(
        "number",
        ("对岸经度", "对岸一端的经度，坐标系同前"),
        ("Longitude of the far end", "Longitude of the other end, in the same datum"),
        least=-180,
        most=180,
        unit=DEGREES,
        example="121.42",
    )
    to_lat: Number = column(
        "number",
        ("对岸纬度", "对岸一端的纬度，坐标系同前"),
        ("Latitude of the far end", "Latitude of the other end, in the same datum"),
        least=-90,
        most=90,
        unit=DEGREES,
        example="31.81",
    )
    length_km: Number = column(
        "number",
        ("通道长度", "两端之间的路程，不详的留空，按直线算"),
        ("Length", "How far it is from end to end; empty where unknown, then straight"),
        optional=True,
        least=0,
        unit=("千米", "km"),
        example="4.2",
    )
    status: Code = column(
        "code", ("状态", "现在能否通行"), ("Status", "Whether it can be used now"), values=STATUSES, example="open"
    )
    basis: Code = basis("本行", "this row")
    source_id: Code = source()
    note_zh: Text = note("zh")
    note_en: Text = note("en")

    class Config:
        unique = ["crossing_id"]
        metadata = about(
            ("过水通道", "一处桥梁、隧道或渡口；没有列出的水面不能过"),
            ("Crossings", "A bridge, a tunnel or a ferry; water without one is not crossed"),
        )

    @rule("swapped", "lat", "lon", "lat")
    def lon_before_lat(cls, frame: pd.DataFrame) -> pd.Series:
        return unswapped(frame)
