"""Which district this is: where its data lie, and what its district.toml says."""

import difflib
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from outreach.faults import Fault, reason

FILE = "data/district.toml"
PROJECT = Path(__file__).resolve().parent.parent

_NUMBER = (int, float)
_POSITION = "position"
_ABOVE, _SHARE = "above", "share"
_SUPPLY = "supply"
ASSUMED: Mapping[str, Any] = {
    "access_per_10k": 0.5,
    "supply": "weight",
    "unconfirmed_times": 1.0,
    "unconfirmed_reach": 1.0,
}
"""What the gaps rest on where district.toml, [gaps], does not say.

access_per_10k: the supply within reach of 10,000 residents that is enough, in the unit of the supply: by default that of one
base of town level for every 20,000, as for the number of bases. supply: `weight` of the level, or `capacity`.
unconfirmed_times: of a tier whose record is not confirmed a town may hold so many times what its standard asks.
unconfirmed_reach: those may be in reach of such a part of the town's people.
"""
_LAYER = {"title_zh": str, "title_en": str, "attribution_zh": str, "attribution_en": str}
_SETTINGS: dict[str, Any] = {
    "code": str,
    "demonstration": bool,
    "review_number": str,
    "boundary_tolerance_km": _NUMBER,
    "compare_with": list,
    "data_date": date,
    "name": {"zh": str, "en": str},
    "plan": {
        "name_zh": str,
        "name_en": str,
        "from_year": int,
        "to_year": int,
        "source_id": str,
        "literacy_target_id": str,
    },
    "literacy": {"between_town_sd": _NUMBER, "design_effect": _NUMBER},
    "travel": {"detour": _NUMBER, "walk_km": _NUMBER, "ebike_km": _NUMBER, "drive_km": _NUMBER},
    "geo": {layer: _LAYER for layer in ("neighbours", "towns", "water", "canals", "district")},
}
_OPTIONAL: dict[str, dict[str, Any]] = {
    "": {"public_url": str, "export": {}, "kiosk": {}, "desk": {}, "gaps": {}},
    "desk.": {"enabled": bool, "editors": list},
    "gaps.": {"access_per_10k": _ABOVE, "supply": _SUPPLY, "unconfirmed_times": _NUMBER, "unconfirmed_reach": _SHARE},
    "export.": {"template": str},
    "kiosk.": {"place": _POSITION, "name_zh": str, "name_en": str, "idle_seconds": _NUMBER, "warning_seconds": _NUMBER},
    "literacy.": {"wave_years": _NUMBER},
    "plan.": {"next_plenary": date, "gaps": {}},
    "plan.gaps.": {part: list for part in ("facilities", "coverage", "tiers", "literacy")},
}
_KINDS = {
    str: {"zh": "文字，写在引号内", "en": "text in quotes"},
    bool: {"zh": "true 或 false", "en": "true or false"},
    int: {"zh": "整数", "en": "a whole number"},
    _NUMBER: {"zh": "不小于0的数", "en": "a number, zero or more"},
    _POSITION: {"zh": "居民点编号，或 [经度, 纬度]", "en": "the id of a place, or [longitude, latitude]"},
    _ABOVE: {"zh": "大于0的数", "en": "a number above zero"},
    _SHARE: {"zh": "0到1之间的数", "en": "a number from 0 to 1"},
    _SUPPLY: {
        "zh": '"weight"（按级别权重）或 "capacity"（按年接待能力）',
        "en": '"weight" (of the level) or "capacity" (yearly)',
    },
    list: {"zh": '代码清单，如 ["320600"]', "en": 'a list of codes such as ["320600"]'},
    date: {"zh": "日期，如 2026-11-23，不加引号", "en": "a date such as 2026-11-23, without quotes"},
    dict: {"zh": "一节，如 [plan]", "en": "a section such as [plan]"},
}


class HomeError(Exception):
    """The directory is no district, or its district.toml cannot be used.

    `rule` names the sentence (`check.<rule>`), `details` fills it. `faults` are those of district.toml; empty when the
    directory itself is the trouble.
    """

    def __init__(self, rule: str, details: Mapping[str, Any], faults: tuple[Fault, ...] = ()):
        super().__init__(f"{rule}: {', '.join(f'{name} {value}' for name, value in details.items())}")
        self.rule, self.details, self.faults = rule, details, faults


@dataclass(frozen=True)
class Home:
    """The district that is shown: its directory and the settings of its district.toml."""

    root: Path
    code: str
    demonstration: bool
    review_number: str
    boundary_tolerance_km: float
    compare_with: tuple[str, ...]
    data_date: date
    name: Mapping[str, str]
    plan: Mapping[str, Any]
    literacy: Mapping[str, float]
    travel: Mapping[str, float]
    layers: Mapping[str, Mapping[str, str]]
    public_url: str = ""
    export: Mapping[str, Any] = field(default_factory=dict)
    kiosk: Mapping[str, Any] = field(default_factory=dict)
    desk: Mapping[str, Any] = field(default_factory=dict)
    gaps: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def assumed(self) -> Mapping[str, Any]:
        """What the gaps rest on: `ASSUMED`, in place of it what [gaps] says."""
        return {**ASSUMED, **self.gaps}

    @property
    def template(self) -> Path | None:
        """The slides' template that district.toml names, from the district's directory; the project's own without it."""
        if "template" in self.export:
            return self.root / self.export["template"]
        shipped = PROJECT / "deploy/template.pptx"
        return shipped if shipped.is_file() else None

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def geo(self) -> Path:
        return self.root / "geo"


def find_root(path: Path | str | None = None) -> Path:
    """The district's directory: the argument, else OUTREACH_HOME, else the project's own.

    Raises HomeError where it is missing, no directory, unreadable, or without data/ or geo/.
    """
    root = Path(path or os.environ.get("OUTREACH_HOME") or PROJECT)
    try:
        if not root.exists():
            raise HomeError("home_missing", {"path": str(root)})
        if not root.is_dir():
            raise HomeError("home_no_directory", {"path": str(root)})
        for part in ("data", "geo"):
            if not (root / part).is_dir():
                raise HomeError("home_without", {"path": str(root), "part": part})
            os.scandir(root / part).close()
    except OSError as error:
        raise HomeError("home_unreadable", {"path": str(root), "reason": reason(error)}) from error
    except ValueError as error:
        raise HomeError("home_missing", {"path": ascii(str(root))}) from error
    return root.resolve()


def find_home(path: Path | str | None = None) -> Home:
    """The district at the argument, else at OUTREACH_HOME, else the project's own.

    Raises HomeError where there is no district to read, or with the faults of its district.toml.
    """
    root = find_root(path)
    settings, faults = read_settings(root / FILE)
    if faults:
        raise HomeError("home_faults", {"path": str(root / FILE), "n": len(faults)}, tuple(faults))
    return Home(
        root=root,
        layers=settings.pop("geo"),
        compare_with=tuple(settings.pop("compare_with")),
        **{name: settings[name] for name in (*_SETTINGS, *_OPTIONAL[""]) if name in settings},
    )


def read_settings(path: Path) -> tuple[dict[str, Any], list[Fault]]:
    """What a district.toml says, and everything wrong with it."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return {}, [Fault(FILE, None, None, "missing_file")]
    except OSError as error:
        return {}, [Fault(FILE, None, None, "unreadable", {"reason": reason(error)})]
    except UnicodeDecodeError as error:
        return {}, [Fault(FILE, error.object[: error.start].count(b"\n") + 1, None, "toml_not_utf8")]
    try:
        settings = tomllib.loads(text.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        place = re.search(r"line (\d+)", str(error))
        return {}, [Fault(FILE, int(place[1]) if place else len(text.splitlines()), None, "toml_syntax")]
    faults = list(_misfits(settings, _SETTINGS, "", text.splitlines()))
    return settings, sorted(faults, key=lambda fault: (fault.row is None, fault.row))


def _misfits(found: Mapping[str, Any], wanted: Mapping[str, Any], prefix: str, lines: list[str]):
    wanted = {**wanted, **{key: kind for key, kind in _OPTIONAL.get(prefix, {}).items() if key in found}}
    for key, kind in wanted.items():
        name = f"{prefix}{key}"
        if key not in found:
            spare = [other for other in found if other not in wanted]
            near = difflib.get_close_matches(key, spare, 1)
            rule = "toml_misspelt_key" if near else "toml_missing_key"
            details = {"setting": name} | ({"found": prefix + near[0]} if near else {})
            yield Fault(FILE, _line(lines, prefix + near[0]) if near else None, name, rule, details)
        elif isinstance(kind, dict) and isinstance(found[key], dict):
            yield from _misfits(found[key], kind, f"{name}.", lines)
        elif not _fits(found[key], kind):
            told = _KINDS[dict if isinstance(kind, dict) else kind]
            yield Fault(
                FILE,
                _line(lines, name),
                name,
                "toml_wrong_kind",
                {"setting": name, "found": _written(found[key]), "expected": told},
            )


def _fits(value: Any, kind: Any) -> bool:
    if isinstance(kind, dict):
        return False
    if kind is date:
        return type(value) is date
    if kind is _SUPPLY:
        return value in ("weight", "capacity")
    if kind in (_ABOVE, _SHARE):
        return _fits(value, _NUMBER) and (value > 0 if kind is _ABOVE else value <= 1)
    if kind is _POSITION:
        return isinstance(value, str) or (
            isinstance(value, list) and len(value) == 2 and all(type(one) in _NUMBER for one in value)
        )
    if kind is list:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if isinstance(value, bool):
        return kind is bool
    return isinstance(value, kind) and (kind is not _NUMBER or 0 <= value < float("inf"))


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"'[:40] if isinstance(value, str) else str(value)[:40]


def _line(lines: list[str], name: str) -> int | None:
    """The line a dotted key is written on."""
    section, _, key = name.rpartition(".")
    inside = ""
    for number, line in enumerate(lines, 1):
        if head := re.match(r"\s*\[([^\[\]]+)\]", line):
            inside = head[1].strip()
            if inside == name:
                return number
        elif inside == section and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
            return number
    return None
