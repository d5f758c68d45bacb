"""How literate the district and its towns are, and a survey to come."""

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

import pandas as pd

from outreach import measures
from outreach.figures.base import Base
from outreach.measures.literacy.answers import Own
from outreach.measures.literacy.estimates import Estimates
from outreach.measures.literacy.stated import Official


class Known(NamedTuple):
    """What is known of literacy: the towns' estimates and their ranks, the district's share as stated and as its own survey has it."""

    estimates: Estimates
    ranks: pd.DataFrame
    official: Official | None
    own: Own | None


class Literacy(Base):
    """The literacy of a district and its towns."""

    @cached_property
    def official(self) -> measures.literacy.stated.Official | None:
        """The district's literacy as stated last; None where nobody stated it."""
        return self._cached(measures.literacy.stated.official, self.district.literacy, self._home.code)

    @cached_property
    def official_share(self) -> float | None:
        """The share of `official`."""
        return self.official.share if self.official else None

    @cached_property
    def surveyed(self) -> measures.literacy.answers.Own | None:
        """The district's own share in its newest survey, nobody's model; None without one."""
        d, h = self.district, self._home
        return self._cached(measures.literacy.answers.own_share, d.survey, d.areas, h.code, h.literacy["design_effect"])

    @cached_property
    def literacy_now(self) -> measures.literacy.stated.Official | None:
        """What is known of the district's literacy last: stated, or its own survey where that is later."""
        return measures.literacy.stated.newest(self.official, self.surveyed, self._home.code)

    @cached_property
    def literacy_beside(self) -> measures.literacy.stated.Official | None:
        """The district's literacy that the towns' is held against."""
        return measures.literacy.stated.beside(self.official, self.surveyed, self.estimates, self._home.code)

    @cached_property
    def estimates(self) -> measures.literacy.estimates.Estimates:
        """The towns' literacy: of their own survey and the model that holds it together, or modelled from the official figure."""
        d = self.district
        return self._cached(
            measures.literacy.towns.of_towns,
            d.areas,
            d.groups,
            self.official,
            d.survey,
            self._home.literacy,
            self.surveyed,
        )

    @cached_property
    def ranks(self) -> pd.DataFrame:
        """The towns' ranks by literacy, each a range."""
        return self._cached(measures.literacy.ranks.ranks_of, self.estimates)

    @property
    def literacy_known(self) -> Known:
        """All of it that the towns are read by."""
        return Known(self.estimates, self.ranks, self.official, self.surveyed)

    @cached_property
    def trend(self) -> measures.literacy.trend.Trend:
        """How the district's literacy has moved from wave to wave."""
        d, h = self.district, self._home
        return self._cached(measures.literacy.trend.trend_of, d.literacy, d.survey, h.code, h.literacy["design_effect"])

    def path_in(self, target: pd.Series | None, year: int | None) -> float:
        """Where the path of a target stands in a year; NaN where it has none."""
        return measures.literacy.path.path_in(target, year)

    def chances(self, level: float) -> pd.Series:
        """How likely each town is at or above a level, which is one of the estimates' own year."""
        return self._cached(measures.literacy.path.chances, self.estimates.table, level)

    @property
    def share_expected(self) -> float | None:
        """The share a survey is planned for: what is known of the district's literacy last."""
        return self.literacy_now.share if self.literacy_now else None

    @cached_property
    def villages_there(self) -> pd.Series:
        """How many villages and communities each town has; missing where unknown."""
        return self._cached(measures.fieldwork.villages_of, self.district.areas)

    @property
    def outing_usual(self) -> dict[str, float | None]:
        """How a survey goes out until a visitor says otherwise, as `Selection.outing` has it."""
        usual = self.field(dict.fromkeys(("each", "alike", "answer", "journey")))
        return {
            "each": float(usual.per_village),
            "alike": round(usual.correlation, 3),
            "answer": round(100 * usual.response, 0),
            "journey": None,
        }

    def field(self, outing: Mapping[str, float | None]) -> measures.fieldwork.Field:
        """How a survey goes out: as a visitor says (`Selection.outing`), else as the district sets it, else as its own survey tells."""
        d, s = self.district, self._home.sampling
        told = self._cached(measures.fieldwork.correlation_of, d.survey, d.areas)
        return measures.fieldwork.field_of(outing, s.model_dump(), told)

    def survey_plans(
        self, field: measures.fieldwork.Field, wished: tuple[str, float] | None = None
    ) -> pd.DataFrame | None:
        """What a survey must ask for what is wanted of it, the wish (in per cent and points) first; None without a share to expect."""
        return self._cached(
            measures.fieldwork.wishes_of, self.share_expected, field, wished, self.district.areas, self.villages_there
        )

    def survey_by_town(
        self, field: measures.fieldwork.Field, wished: tuple[str, float]
    ) -> measures.fieldwork.Plan | None:
        """What both designs take and give for a wish, town by town and together; None without a share to expect."""
        return self._cached(
            measures.fieldwork.plan_of, self.share_expected, field, wished, self.district.areas, self.villages_there
        )

    def sample(self, field: measures.fieldwork.Field, wished: tuple[str, float], seed: int) -> pd.DataFrame | None:
        """The villages drawn for a wish, by their number in their town; None without a share to expect."""
        plan = self.survey_by_town(field, wished)
        return self._cached(measures.fieldwork.sample_of, plan, self.villages_there, seed)
