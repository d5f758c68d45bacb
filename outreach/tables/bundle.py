"""The sheets of a round as files: one for each town, or all of them in one archive."""

import io
import re
import zipfile
from collections.abc import Mapping

from outreach.district import District
from outreach.tables.forms import asked_of, form, name_of
from outreach.tables.reports import Reports
from outreach.tables.returned import answered

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


def sheet(district: District, reports: Reports, round_id: str, town: str, language: str) -> bytes:
    """A town's sheet, with what it has not answered yet."""
    asked, done = asked_of(reports.returns, round_id, town), answered(reports, round_id, town)
    return form(district, reports.round(round_id), town, asked, language, done)


def unanswered(reports: Reports, round_id: str) -> list[str]:
    """The towns that have not answered everything of a round, in the order of their codes."""
    told = reports.returns[reports.returns["round_id"] == round_id]
    return sorted(told.loc[told["answer"].isna(), "area_code"].unique())


def sheets(district: District, reports: Reports, round_id: str, language: str, named: str) -> dict[str, bytes]:
    """The sheets of all towns that have not answered everything, by the files' names; named has {town} and {round}."""
    name = reports.round(round_id).name[language]
    return {
        file_name(named, name_of(district, town)[language], name): sheet(district, reports, round_id, town, language)
        for town in unanswered(reports, round_id)
    }


def file_name(named: str, town: str, name: str) -> str:
    """What a town's file is called, without the signs that no system takes."""
    return _FORBIDDEN.sub("-", named.replace("{town}", town).replace("{round}", name))


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The files in one archive, whose bytes depend on nothing else."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
