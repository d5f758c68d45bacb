"""The text of a new district.toml."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from outreach.vocabulary import PARTS

LAYERS = {
    "neighbours": ("相邻县（市、区）", "Neighbouring counties"),
    "towns": ("镇街", "Towns"),
    "water": ("水域", "Water"),
    "canals": ("河道", "Canals"),
    "district": ("区界", "District outline"),
}
_TEXT = """\
# {about_zh}
# {about_en}

code = {code}
demonstration = {demonstration}
review_number = ""            # 审图号 / map review number of the boundaries
boundary_tolerance_km = {tolerance_km}   # 点位可超出界线的距离，界线准确时为0 / how far a point may lie outside, 0 where boundaries are exact
compare_with = {compare_with}     # areas.csv 中与本区比较的省、市、全国 / the province, the city and the nation in areas.csv to compare with
data_date = {day}

[name]
zh = {name_zh}
en = {name_en}

[plan]                        # 本地全民科学素质行动规划 / your plan for civic science literacy
name_zh = {plan_zh}
name_en = {plan_en}
from_year = {from_year}
to_year = {to_year}
source_id = {source_id}                # sources.csv 中规划的编号 / the plan's id in sources.csv
literacy_target_id = {target_id}       # targets.csv 中“具备科学素质的比例”的编号 / the id of the literacy target in targets.csv

[plan.gaps]                   # 各项缺口由哪些任务解决 / the measures that bear on each part of a gap
{gaps}

[literacy]
between_town_sd = 0.03
design_effect = 1.5

[travel]
detour = 1.3
walk_km = 1
ebike_km = 5
drive_km = 15

[people]                      # 人口在镇街陆地上怎样分布（假定）/ how people are spread over a town's land (assumed)
settled_share = 0.5           # 住在居民点周围的比例，其余均匀分布 / the part that lives around settlement points, the rest evenly
settlement_km = 1.5           # 离居民点多远，人口密度降到六成（高斯核的尺度）/ how far from one the density falls to 61 % (scale of a Gaussian)
"""
_LAYER = """
[geo.{layer}]
title_zh = {zh}
title_en = {en}
attribution_zh = {credit_zh}
attribution_en = {credit_en}
"""


def settings(
    *,
    about: tuple[str, str],
    code: str,
    name: tuple[str, str],
    day: str,
    plan: Mapping[str, Any],
    demonstration: bool = False,
    tolerance_km: float = 0.0,
    compare_with: Sequence[str] = ("100000",),
    gaps: Mapping[str, Sequence[str]] | None = None,
    credit: tuple[str, str] = ("", ""),
) -> str:
    """A district.toml in UTF-8; texts in two languages are Chinese first.

    plan has from_year and to_year, and where known name (in both languages), source_id and literacy_target_id; gaps are the
    measures by part of a gap. What is left out stands empty between quotes, to be filled.
    """
    plan_zh, plan_en = plan.get("name", ("", ""))
    text = _TEXT.format(
        about_zh=about[0],
        about_en=about[1],
        code=_quoted(code),
        demonstration=_quoted(demonstration),
        tolerance_km=float(tolerance_km),
        compare_with=_quoted(list(compare_with)),
        day=day,
        name_zh=_quoted(name[0]),
        name_en=_quoted(name[1]),
        plan_zh=_quoted(plan_zh),
        plan_en=_quoted(plan_en),
        from_year=plan["from_year"],
        to_year=plan["to_year"],
        source_id=_quoted(plan.get("source_id", "")),
        target_id=_quoted(plan.get("literacy_target_id", "")),
        gaps="\n".join(f"{part} = {_quoted(list((gaps or {}).get(part, ())))}" for part in PARTS),
    )
    credits_ = {"credit_zh": _quoted(credit[0]), "credit_en": _quoted(credit[1])}
    return text + "".join(
        _LAYER.format(layer=layer, zh=_quoted(zh), en=_quoted(en), **credits_) for layer, (zh, en) in LAYERS.items()
    )


def _quoted(value: object) -> str:
    """A value as TOML writes it; what JSON makes of texts, lists of them and booleans is TOML too."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
