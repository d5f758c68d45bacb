"""Longitude and latitude, as every table with points describes and checks them."""

from typing import Any

import pandas as pd

from outreach.tables.columns import Labels, column

DEGREES = ("度", "degrees")
DATUMS: Labels = {
    "WGS-84": ("WGS-84 坐标系", "World Geodetic System 1984"),
    "CGCS2000": ("2000国家大地坐标系", "China Geodetic Coordinate System 2000"),
    "GCJ-02": ("高德、腾讯地图坐标", "Amap and Tencent maps"),
    "BD-09": ("百度地图坐标", "Baidu maps"),
}
SPELLINGS = {
    "WGS-84": ("WGS 1984", "EPSG:4326", "GPS"),
    "CGCS2000": (
        "CGCS 2000",
        "国家2000",
        "2000国家",
        "2000国家大地",
        "国家大地2000",
        "大地2000",
        "EPSG:4490",
        "天地图",
        "Tianditu",
    ),
    "GCJ-02": (
        "GCJ02",
        "高德",
        "高德地图",
        "腾讯",
        "腾讯地图",
        "高德腾讯",
        "火星坐标",
        "火星坐标系",
        "Amap",
        "Gaode",
        "Tencent",
    ),
    "BD-09": ("BD09", "BD09LL", "百度", "百度地图", "百度坐标", "Baidu"),
}  # Tianditu's maps are in CGCS2000, as the state's maps have to be


def longitude(*, optional: bool = False) -> Any:
    """The column of a point's longitude."""
    return column(
        "number",
        ("经度", "十进制度数的经度"),
        ("Longitude", "Longitude in decimal degrees"),
        optional=optional,
        least=-180,
        most=180,
        unit=DEGREES,
        example="121.48663",
    )


def latitude(*, optional: bool = False) -> Any:
    """The column of a point's latitude."""
    return column(
        "number",
        ("纬度", "十进制度数的纬度"),
        ("Latitude", "Latitude in decimal degrees"),
        optional=optional,
        least=-90,
        most=90,
        unit=DEGREES,
        example="32.0895",
    )


def datum(*, optional: bool = False) -> Any:
    """The column of the datum that a point's coordinates are in."""
    return column(
        "code",
        (
            "坐标系",
            "经纬度所用的坐标系；也可写 WGS84、国家2000、天地图、GCJ02、高德、腾讯、BD09、百度，不分大小写，空格和连字符可有可无",
        ),
        (
            "Datum",
            "The datum of the coordinates; Tianditu, Amap, Tencent and Baidu will do too, in any case, with or without blanks and hyphens",
        ),
        optional=optional,
        values=DATUMS,
        also=SPELLINGS,
        example="WGS-84",
    )


def unswapped(frame: pd.DataFrame) -> pd.Series:
    """False where the latitude can only be a longitude and the longitude may well be a latitude."""
    return ~((frame["lat"].abs() > 90) & (frame["lat"].abs() <= 180) & (frame["lon"].abs() <= 90))
