"""What a row may not say, and the sentence that says so."""

import pytest

CASES = [
    pytest.param(
        "bases",
        3,
        {"name_zh": "　"},
        [
            (
                "data/bases.csv:3:name_zh",
                "“名称（中文）”不能为空",
                "“Name (Chinese)” must not be empty",
            ),
        ],
        id="a required cell is filled",
    ),
    pytest.param(
        "areas",
        7,
        {"population": "约5万"},
        [
            (
                "data/areas.csv:7:population",
                "找到“约5万”，“常住人口”应为整数",
                "found “约5万”, where “Population” is a whole number",
            ),
        ],
        id="a town's population is a whole number",
    ),
    pytest.param(
        "areas",
        7,
        {"area_km2": "54%"},
        [
            (
                "data/areas.csv:7:area_km2",
                "找到“54%”，“面积”应为数，不带百分号",
                "found “54%”, where “Area” is a number without a percent sign",
            ),
        ],
        id="a count bears no percent sign",
    ),
    pytest.param(
        "areas",
        7,
        {"population": "54000.5"},
        [
            (
                "data/areas.csv:7:population",
                "找到“54000.5”，“常住人口”应为整数",
                "found “54000.5”, where “Population” is a whole number",
            ),
        ],
        id="a count has no decimals",
    ),
    pytest.param(
        "areas",
        7,
        {"population": "1,23"},
        [
            (
                "data/areas.csv:7:population",
                "找到“1,23”，逗号的位置不对：千位分隔应为每三位一个，如 1,234,567",
                "found “1,23”, whose commas are misplaced: they part groups of three digits, as in 1,234,567",
            ),
        ],
        id="thousands separators part groups of three",
    ),
    pytest.param(
        "areas",
        7,
        {"population": "-5"},
        [
            (
                "data/areas.csv:7:population",
                "找到“-5”，“常住人口”不能小于0",
                "found “-5”, where “Population” is at least 0",
            ),
        ],
        id="a population is not negative",
    ),
    pytest.param(
        "literacy",
        2,
        {"share": "912"},
        [
            (
                "data/literacy.csv:2:share",
                "找到“912”，“具备科学素质的比例”应为0到1之间的比例，或14%这样的百分数",
                "found “912”, where “Share with science literacy” is a share from 0 to 1, or a percentage such as 14%",
            ),
        ],
        id="a share is at most one",
    ),
    pytest.param(
        "literacy",
        2,
        {"share": "14"},
        [
            (
                "data/literacy.csv:2:share",
                "找到“14”，“具备科学素质的比例”应为0到1之间的比例，或14%这样的百分数",
                "found “14”, where “Share with science literacy” is a share from 0 to 1, or a percentage such as 14%",
            ),
        ],
        id="a share of fourteen is not guessed to be fourteen percent",
    ),
    pytest.param(
        "targets",
        2,
        {"target_value": "两成"},
        [
            (
                "data/targets.csv:2:target_value",
                "找到“两成”，“目标值”应为数，或20%这样的百分数",
                "found “两成”, where “Target value” is a number, or a percentage such as 20%",
            ),
        ],
        id="a target is a number or a percentage",
    ),
    pytest.param(
        "literacy",
        2,
        {"year": "20年"},
        [
            (
                "data/literacy.csv:2:year",
                "找到“20年”，“年份”应为四位年份，如 2025",
                "found “20年”, where “Year” is a year of four digits such as 2025",
            ),
        ],
        id="a year has four digits",
    ),
    pytest.param(
        "literacy",
        2,
        {"year": "2999"},
        [
            (
                "data/literacy.csv:2:year",
                "找到“2999”，“年份”不能大于2100",
                "found “2999”, where “Year” is at most 2100",
            ),
        ],
        id="a year lies in a sensible range",
    ),
    pytest.param(
        "areas",
        5,
        {"population_date": "3/1/2025"},
        [
            (
                "data/areas.csv:5:population_date",
                "找到“3/1/2025”，分不清年月日的次序，应年份在前，如 2025-03-01",
                "found “3/1/2025”, whose order of day and month is unclear: write the year first, as in 2025-03-01",
            ),
        ],
        id="a date writes its year first",
    ),
    pytest.param(
        "areas",
        5,
        {"population_date": "2025-02-30"},
        [
            (
                "data/areas.csv:5:population_date",
                "找到“2025-02-30”，“人口日期”应为日期，如 2025-03-01 或 2025年3月1日",
                "found “2025-02-30”, where “Population date” is a date such as 2025-03-01",
            ),
        ],
        id="a date exists",
    ),
    pytest.param(
        "bases",
        3,
        {"free": "免费"},
        [
            (
                "data/bases.csv:3:free",
                "找到“免费”，“是否免费”应为“是”或“否”",
                "found “免费”, where “Free” is yes or no",
            ),
        ],
        id="a flag is yes or no",
    ),
    pytest.param(
        "bases",
        3,
        {"audiences": "老年人；学生"},
        [
            (
                "data/bases.csv:3:audiences",
                "找到“老年人；学生”，“服务人群”应为下列之一：public（公众）、pupils（中小学生）、farmers（农民）、workers（产业工人）、older（老年人）、officials（领导干部和公务员）",
                "found “老年人；学生”, where “Audiences” is one of: public, pupils, farmers, workers, older, officials",
            ),
        ],
        id="an audience is known",
    ),
    pytest.param(
        "bases",
        3,
        {"status": "营业中"},
        [
            (
                "data/bases.csv:3:status",
                "找到“营业中”，“状态”应为下列之一：open（开放）、closed（关闭）、planned（在建或拟建）、unverified（待核实）",
                "found “营业中”, where “Status” is one of: open, closed, planned, unverified",
            ),
        ],
        id="a status is known",
    ),
    pytest.param(
        "bases",
        3,
        {"area_code": "3.20614E+08"},
        [
            (
                "data/bases.csv:3:area_code",
                "找到“3.20614E+08”，代码被 Excel 改成了科学计数，请把该列设为文本后重新填写",
                "found “3.20614E+08”, a code that Excel turned into a rounded number: format the column as text and fill it in again",
            ),
        ],
        id="a code survives Excel",
    ),
    pytest.param(
        "bases",
        3,
        {"base_id": "江海博物馆"},
        [
            (
                "data/bases.csv:3:base_id",
                "找到“江海博物馆”，“阵地编号”只能用字母、数字、点和连字符",
                "found “江海博物馆”, where “Base id” is made of letters, digits, dots and hyphens only",
            ),
        ],
        id="a code is made of letters and digits",
    ),
    pytest.param(
        "bases",
        3,
        {"name_zh": "博物\u0007馆"},
        [
            (
                "data/bases.csv:3:name_zh",
                "找到“博物\\x07馆”，含有看不见的控制字符，请重新输入",
                "found “博物\\x07馆”, which holds an invisible control character: type it again",
            ),
        ],
        id="a text holds no control character",
    ),
    pytest.param(
        "bases",
        3,
        {"hours_zh": "#N/A"},
        [
            (
                "data/bases.csv:3:hours_zh",
                "找到“#N/A”，这是 Excel 的计算错误，请改正或留空",
                "found “#N/A”, an error of an Excel formula: correct it or leave the cell empty",
            ),
        ],
        id="a cell holds no error of Excel",
    ),
    pytest.param(
        "bases",
        3,
        {"hours_zh": "=A1+B1"},
        [
            (
                "data/bases.csv:3:hours_zh",
                "找到公式“=A1+B1”，没有结果值，请粘贴为数值",
                "found the formula “=A1+B1” without its result: paste it as a value",
            ),
        ],
        id="a cell holds no formula",
    ),
    pytest.param(
        "areas",
        7,
        {"population": "x" * 500},
        [
            (
                "data/areas.csv:7:population",
                "找到“xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…”，“常住人口”应为整数",
                "found “xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…”, where “Population” is a whole number",
            ),
        ],
        id="a long text is quoted in short",
    ),
    pytest.param(
        "areas",
        7,
        {"population_basis": "", "population_source_id": ""},
        [
            (
                "data/areas.csv:7:population_basis",
                "填了“常住人口”，就要填“人口依据”",
                "“Population” is given, so “Basis of population” must be too",
            ),
            (
                "data/areas.csv:7:population_source_id",
                "填了“常住人口”，就要填“人口来源”",
                "“Population” is given, so “Source of population” must be too",
            ),
        ],
        id="a figure has a basis and a source",
    ),
    pytest.param(
        "areas",
        7,
        {"villages_basis": "assumed"},
        [
            (
                "data/areas.csv:7:villages_basis",
                "“行政村数”为空，“村和社区数依据”也应留空，找到“assumed”",
                "“Villages” is empty, so “Basis of villages and communities” must be too, found “assumed”",
            ),
        ],
        id="no basis stands without its figure",
    ),
    pytest.param(
        "areas",
        5,
        {"age_0_14": "108185"},
        [
            (
                "data/areas.csv:5:age_60_plus",
                "三个年龄段（108185、578518、305080）合计应等于常住人口 991782",
                "the three ages (108185, 578518, 305080) must add up to the population, 991782",
            ),
        ],
        id="the ages add up to the population",
    ),
    pytest.param(
        "areas",
        5,
        {
            "education_bachelor_or_above": "100000",
            "education_junior_college": "100000",
            "education_senior_secondary": "200000",
            "education_junior_secondary": "400000",
            "education_primary_or_below": "200000",
            "education_basis": "census",
            "education_source_id": "census-haimen-2021",
        },
        [
            (
                "data/areas.csv:5:education_primary_or_below",
                "五种受教育程度（100000、100000、200000、400000、200000）合计不能多于常住人口 991782",
                "the five kinds of schooling (100000, 100000, 200000, 400000, 200000) cannot add up to more than the population, 991782",
            ),
        ],
        id="no more are schooled than live there",
    ),
    pytest.param(
        "areas",
        5,
        {"female": "1"},
        [
            (
                "data/areas.csv:5:female",
                "男性 484870 与女性 1 合计应等于常住人口 991782",
                "male 484870 and female 1 must add up to the population, 991782",
            ),
        ],
        id="the sexes add up to the population",
    ),
    pytest.param(
        "areas",
        5,
        {"age_65_plus": "305081"},
        [
            (
                "data/areas.csv:5:age_65_plus",
                "65岁及以上 305081 人，不能多于60岁及以上 305080 人",
                "305081 are aged 65 and over, which cannot be more than the 305080 aged 60 and over",
            ),
        ],
        id="those over 65 are among those over 60",
    ),
    pytest.param(
        "literacy",
        2,
        {"low": "20%"},
        [
            (
                "data/literacy.csv:2:low",
                "比例下限 20% 高于比例 0.14",
                "the low end 20% is above the share 0.14",
            ),
        ],
        id="an interval's low end lies below the share",
    ),
    pytest.param(
        "groups",
        2,
        {"high": "1%"},
        [
            (
                "data/groups.csv:2:high",
                "比例上限 1% 低于比例 0.0486",
                "the high end 1% is below the share 0.0486",
            ),
        ],
        id="an interval's high end lies above the share",
    ),
    pytest.param(
        "bases",
        3,
        {"accuracy": "exact"},
        [
            (
                "data/bases.csv:3:lon",
                "点位精度为准确点位或到街道路段的，“经度”不能为空",
                "a base whose position is exact or to the street needs its “Longitude”",
            ),
            (
                "data/bases.csv:3:lat",
                "点位精度为准确点位或到街道路段的，“纬度”不能为空",
                "a base whose position is exact or to the street needs its “Latitude”",
            ),
        ],
        id="an exact base has a position",
    ),
    pytest.param(
        "bases",
        3,
        {"lon": "121.18", "lat": "31.89"},
        [
            (
                "data/bases.csv:3:datum",
                "填了经纬度，就要填坐标系：WGS-84、CGCS2000、GCJ-02（高德、腾讯）或 BD-09（百度）",
                "a position needs its datum: WGS-84, CGCS2000, GCJ-02 (Amap, Tencent) or BD-09 (Baidu)",
            ),
            (
                "data/bases.csv:3:accuracy",
                "填了经纬度，点位精度应为 exact（准确点位）或 street（到街道路段），找到“town”",
                "a position is given, so the accuracy is exact or street, found “town”",
            ),
        ],
        id="a position has a datum and an accuracy",
    ),
    pytest.param(
        "bases",
        13,
        {"accuracy": "town"},
        [
            (
                "data/bases.csv:13:area_code",
                "点位精度为到镇街的，“所在镇街”不能为空",
                "a base whose position is known to its town needs its “Town code”",
            ),
        ],
        id="a base known to its town has one",
    ),
    pytest.param(
        "bases",
        3,
        {"accuracy": "unknown"},
        [
            (
                "data/bases.csv:3:accuracy",
                "填了所在镇街，点位精度不应为“unknown”，应为 town（到镇街）",
                "the town is given, so the accuracy is town, found “unknown”",
            ),
        ],
        id="a base with a town is not unknown",
    ),
    pytest.param(
        "bases",
        3,
        {"lon": "31.9", "lat": "121.2", "datum": "WGS-84", "accuracy": "exact"},
        [
            (
                "data/bases.csv:3:lat",
                "经度和纬度像是填反了：应为经度 121.2，纬度 31.9",
                "lon and lat look swapped: write lon 121.2, lat 31.9",
            ),
        ],
        id="swapped coordinates are recognised",
    ),
    pytest.param(
        "places",
        2,
        {"lat": "95"},
        [
            (
                "data/places.csv:2:lat",
                "找到“95”，“纬度”不能大于90",
                "found “95”, where “Latitude” is at most 90",
            ),
        ],
        id="a latitude stays within the globe",
    ),
    pytest.param(
        "targets",
        2,
        {"target_value": "20"},
        [
            (
                "data/targets.csv:2:target_value",
                "找到“20”，这项指标是比率，应为0到1之间的数，或20%这样的百分数",
                "found “20”, where the target is a rate: a share from 0 to 1, or a percentage such as 20%",
            ),
        ],
        id="a rate is a share",
    ),
    pytest.param(
        "targets",
        2,
        {"baseline_year": ""},
        [
            (
                "data/targets.csv:2:baseline_year",
                "填了基数 14%，就要填基数年份",
                "the baseline 14% needs its year",
            ),
        ],
        id="a baseline has a year",
    ),
    pytest.param(
        "targets",
        3,
        {"baseline_year": "2020"},
        [
            (
                "data/targets.csv:3:baseline_year",
                "没有基数，基数年份应留空，找到“2020”",
                "there is no baseline, so its year must be empty, found “2020”",
            ),
        ],
        id="a baseline year has a baseline",
    ),
    pytest.param(
        "targets",
        2,
        {"due": "2020"},
        [
            (
                "data/targets.csv:2:due",
                "完成年份 2020 应晚于基数年份 2020",
                "the due year 2020 must come after the baseline year 2020",
            ),
        ],
        id="a target is due after its baseline",
    ),
    pytest.param(
        "units",
        3,
        {"unit_id": "organisation-department"},
        [
            (
                "data/units.csv:3:unit_id",
                "“organisation-department”与第2行重复",
                "“organisation-department” repeats row 2",
            ),
        ],
        id="two rows have no key in common",
    ),
    pytest.param(
        "levels",
        3,
        {"rank": "1"},
        [
            (
                "data/levels.csv:2:rank",
                "找到“1”，“次序”不能重复",
                "found “1”, where no two rows may have the same “Rank”",
            ),
            (
                "data/levels.csv:3:rank",
                "找到“1”，“次序”不能重复",
                "found “1”, where no two rows may have the same “Rank”",
            ),
        ],
        id="two levels have no rank in common",
    ),
]


@pytest.mark.parametrize("table, row, cells, expected", CASES)
def test_a_row_is_refused_with_a_sentence(copy, faults_of, table, row, cells, expected):
    copy.change(table, row, **cells)
    assert faults_of(table) == expected


def test_all_faults_of_a_file_are_told_at_once_in_the_order_of_its_rows(copy, faults_of):
    copy.change("bases", 9, status="x")
    copy.change("bases", 3, free="x", status="y")
    assert [place for place, _, _ in faults_of("bases")] == [
        "data/bases.csv:3:free",
        "data/bases.csv:3:status",
        "data/bases.csv:9:status",
    ]


def test_a_slip_draws_no_second_sentence_about_its_row(copy, faults_of):
    copy.change("areas", 7, population="many")
    assert len(faults_of("areas")) == 1
