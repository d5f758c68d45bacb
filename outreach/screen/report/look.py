"""The pages a report is written from, each looked at once in each of its states."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

import pandas as pd

from outreach.contents import page_of
from outreach.contents.at import At
from outreach.district import District
from outreach.exports.report import Figure, Part, Table, Text
from outreach.page import Page
from outreach.screen import visit
from outreach.selection import Selection
from outreach.views.exhibit import Exhibit, Row, formatted
from outreach.words import Words

_SENTENCES = re.compile(r".+?(?:[。；;]|\.(?=\s|$)|$)\s*")
_FILES = re.compile(r"\w\.(?:toml|csv)\b|在本区的设置中|district's settings")


@dataclass(frozen=True)
class Look:
    """What is looked at: a district on a day, in these words; base is what is chosen on every page."""

    district: District
    base: Selection
    today: date
    seen: dict[tuple[str, tuple[tuple[str, str], ...]], Page] = field(default_factory=dict)

    def at(self, page: str, **chosen: str) -> At:
        """Where somebody inside stands on a page, who has chosen this."""
        return visit.at_noon(page, self.base.with_(**chosen), self.district, self.today)

    @property
    def say(self) -> Words:
        """The words, as they are said of what is shown."""
        return self.at("gaps").say

    def page(self, name: str, **chosen: str) -> Page:
        """The page in a state."""
        key = (name, tuple(sorted(chosen.items())))
        if key not in self.seen:
            self.seen[key] = page_of(self.at(name, **chosen))
        return self.seen[key]

    def exhibit(self, page: str, name: str, **chosen: str) -> Exhibit | None:
        """An exhibit of a page; None where the page has it not."""
        return self.page(page, **chosen).exhibits.get(name)

    def figure(self, page: str, name: str, **chosen: str) -> Iterator[Part]:
        """An exhibit as a picture with how to read it, where there is one."""
        found = self.exhibit(page, name, **chosen)
        if found is not None and found.vector is not None and len(found.rows):
            yield Figure(found, found.said("reading"))

    def table(
        self, page: str, name: str, columns: tuple[str, ...] = (), note: str = "", **chosen: str
    ) -> Iterator[Part]:
        """An exhibit as a table, where it has rows."""
        found = self.exhibit(page, name, **chosen)
        if found is not None and len(found.rows):
            yield Table(found, columns, note=note)

    def said(self, page: str, name: str, *parts: str) -> Iterator[Part]:
        """What an exhibit says by name, as one paragraph; nothing where none of it holds."""
        found = self.exhibit(page, name)
        yield from self.text(*((found.said(one) for one in parts) if found is not None else ()))

    def text(self, *sentences: str) -> Iterator[Part]:
        """Sentences as one paragraph, each with its stop; nothing where there are none."""
        if told := joined(self.say, *sentences):
            yield Text(told)


def joined(say: Words, *sentences: str) -> str:
    """Sentences one after the other, each with its stop."""
    stop = say("report.stop")
    told = [one.strip() for one in sentences if one.strip()]
    gap = "" if say.language == "zh" else " "
    return gap.join(one if one[-1] in "。.！!？?；;）)”" else f"{one}{stop.strip()}" for one in told)


def for_paper(text: str) -> str:
    """The text without the sentences that name a file or the settings: those are for whoever keeps the dashboard."""
    told = "".join(one for one in _SENTENCES.findall(text) if not _FILES.search(one)).strip()
    return {"；": f"{told[:-1]}。", ";": f"{told[:-1]}."}.get(told[-1:], told)


def only(exhibit: Exhibit, rows: pd.DataFrame) -> Exhibit:
    """The exhibit of some of its rows."""
    return replace(exhibit, rows=rows.reset_index(drop=True))


def read(exhibit: Exhibit, row: Row, name: str, missing: str) -> str:
    """A cell as the page shows it."""
    kinds = {one.name: one.kind for one in exhibit.columns}
    return formatted(row[name], kinds.get(name, "text"), missing)
