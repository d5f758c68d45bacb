"""Who asks for figures, of which district and day, and what remembers them."""

from collections.abc import Callable
from datetime import date
from typing import ParamSpec, Protocol, TypeVar

from outreach.district import District
from outreach.memo import Memo
from outreach.tables import periods

Asked = ParamSpec("Asked")
Found = TypeVar("Found")
MOST = 500  # results that a district asked for by itself remembers


class Cache(Protocol):
    """What remembers: gives what a function gives for these arguments, worked out once and whoever else asks waits."""

    def __call__(self, function: Callable[Asked, Found], /, *args: Asked.args, **kwargs: Asked.kwargs) -> Found: ...


class Base:
    """A district on a day, and what remembers what was worked out of it."""

    def __init__(self, district: District, today: date, cached: Cache | None = None, whole: District | None = None):
        self._cached: Cache = cached or Memo(MOST)
        self.whole, self.today = whole or district, today
        if district.plan_id is None:
            district = self._cached(periods.of_plan, district, periods.in_force(periods.plans(district), today))
        self.district = district
        self._home = district.home
