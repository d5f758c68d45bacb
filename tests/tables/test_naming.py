"""Towns named by code, by name or by both: what is taken, what is told, and what is refused."""

import pandas as pd
import pytest

from outreach.__main__ import main
from outreach.faults import Fault
from outreach.tables.incoming import incoming
from outreach.tables.naming import Names
from tests.conftest import SAY
from tests.towns import BAOCHANG, CHANGLE, HAIMEN, SIJIA, YUDONG

AREAS = pd.DataFrame(
    [("1", "东镇", "East"), ("2", "西镇", "West"), ("3", "城关镇", "Gate Town"), ("4", "城关镇", "Gate Town")],
    columns=["area_code", "name_zh", "name_en"],
)
FORMER = pd.DataFrame([("9", "1"), ("2", "3")], columns=["former_code", "area_code"])


@pytest.mark.parametrize(
    ("cells", "code", "by_name"),
    [
        (["1"], "1", False),
        (["１.0"], "1", False),
        (["1", ""], "1", False),
        (["东镇"], "1", True),
        (["", "east"], "1", True),
        (["1", "东镇"], "1", True),
        (["东镇", "East"], "1", True),
        (["3", "城关镇"], "3", True),
        (["城关镇", "4"], "4", True),
        (["2"], "2", False),  # once the code of another, today of this
        ([""], None, False),
    ],
)
def test_code_and_names_tell_one_area(cells, code, by_name):
    assert Names.of(AREAS, FORMER).area(cells) == (code, by_name, None)


@pytest.mark.parametrize(
    ("cells", "rule", "words"),
    [
        (["1", "西镇"], "names_disagree", ("“1”", "东镇", "“西镇”")),
        (["东镇", "West"], "names_disagree", ("东镇", "西镇")),
        (["城关镇"], "ambiguous_name", ("“城关镇”", "3、4")),
        (["9"], "former_code", ("“9”", "东镇", "1")),
        (["9", "东镇"], "former_code", ("“9”", "东镇")),
        (["7"], "no_such_area_of", ("“7”", "东镇")),
        (["1", "南镇"], "no_such_area_of", ("“南镇”", "西镇")),
        (["城关"], "no_such_area_near", ("“城关”", "“城关镇”")),
    ],
)
def test_what_does_not_tell_one_area_is_refused_in_a_sentence(cells, rule, words):
    code, _, (found, details) = Names.of(AREAS, FORMER).area(cells)
    sentence = SAY["zh"].fault(Fault("调查.csv", 2, "area_code", found, details))
    assert code is None and found == rule and all(word in sentence for word in words), sentence


def surveyed(head: str, *rows: str) -> bytes:
    head = head + ",wave,group,n,share,design_effect,basis,source_id\n"
    return (head + "".join(f"{row},2025,all,100,0.2,1.5,survey,curation\n" for row in rows)).encode()


def told(found) -> list[tuple]:
    return [(fault.row, fault.column, SAY["zh"].fault(fault)) for fault in (*found.faults, *found.notes)]


def test_a_file_of_codes_says_what_they_were_taken_for(district, copied):
    found = incoming(copied, district, "survey", "调查.csv", surveyed("area_code", YUDONG, BAOCHANG))
    assert found.faults == () and list(found.after.survey["area_code"]) == [YUDONG, BAOCHANG]
    assert told(found) == [(None, None, f"只写代码、没有写名称，读作：{YUDONG} = 余东镇、{BAOCHANG} = 包场镇；请核对")]


def test_a_file_may_name_towns_by_name_alone_or_beside_the_code(district, copied):
    by_name = incoming(copied, district, "survey", "调查.csv", surveyed("镇街名称", "余东镇", "Baochang Town"))
    both = incoming(
        copied,
        district,
        "survey",
        "调查.csv",
        surveyed("area_code,area_name", f"{YUDONG},余东镇", f"{BAOCHANG},包场镇"),
    )
    for found in (by_name, both):
        assert found.faults == () and list(found.after.survey["area_code"]) == [YUDONG, BAOCHANG] and not found.notes


def test_a_row_whose_code_and_name_differ_is_refused_with_both_names(district, copied):
    found = incoming(
        copied, district, "survey", "调查.csv", surveyed("area_code,镇街名称", f"{YUDONG},常乐镇", f"{BAOCHANG},包场镇")
    )
    assert found.after is None and told(found) == [
        (2, "area_code", f"“{YUDONG}”是余东镇，“常乐镇”却是常乐镇；代码和名称须指同一处，请核对后改正")
    ]


def test_a_former_code_is_refused_with_the_code_of_today(district, copied):
    found = incoming(copied, district, "survey", "调查.csv", surveyed("area_code", "320614111"))
    ((row, column, sentence),) = told(found)
    assert (row, column) == (2, "area_code") and "四甲镇" in sentence and SIJIA in sentence


def test_a_table_of_a_directory_may_have_names_beside_its_codes(copied, capsys):
    path = copied / "data" / "survey.csv"
    path.write_bytes(surveyed("area_code,area_name", f"{CHANGLE},常乐镇", f"{HAIMEN},三星镇"))
    assert main(["check", str(copied)]) == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("data/survey.csv:3:area_code: ") and "海门街道" in line and "三星镇" in line


def test_answers_with_official_codes_alone_are_filed_under_their_towns_and_say_so(tmp_path, capsys):
    asked = tmp_path / "答卷.csv"
    rows = [f"{town},1,{'是' if i % 5 == 0 else '否'}" for town in (YUDONG, BAOCHANG) for i in range(60)]
    asked.write_text("\n".join(["镇街代码,权重,是否具备科学素质", *rows]) + "\n", encoding="utf-8")
    assert main(["survey", str(asked), "--wave", "2025"]) == 0
    out, err = capsys.readouterr()
    assert [line.split(",")[0] for line in out.splitlines()[1:]] == [YUDONG, BAOCHANG]
    assert f"{YUDONG} = 余东镇、{BAOCHANG} = 包场镇" in err


def test_answers_whose_code_and_town_differ_are_refused_with_both_names(tmp_path, capsys):
    asked = tmp_path / "答卷.csv"
    asked.write_text(f"镇街代码,镇街,权重,是否具备科学素质\n{YUDONG},常乐镇,1,是\n", encoding="utf-8")
    assert main(["survey", str(asked), "--wave", "2025"]) == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("答卷.csv:2:") and "余东镇" in line and "常乐镇" in line
