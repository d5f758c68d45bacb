"""Longitude and latitude, as every table with points describes and checks them."""

from typing import Any

import pandas as pd

from outreach.tables.columns import column

DEGREES = ("度", "degrees")


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


def unswapped(frame: pd.DataFrame) -> pd.Series:
    """False where the latitude can only be a longitude and the longitude may well be a latitude."""
    return ~((frame["lat"].abs() > 90) & (frame["lat"].abs() <= 180) & (frame["lon"].abs() <= 90))
