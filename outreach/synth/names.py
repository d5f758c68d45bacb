"""What things are called in a demonstration district: readable, and evidently no real place."""

STEMS = tuple(
    zip("甲乙丙丁戊己庚辛壬癸", ("Jia", "Yi", "Bing", "Ding", "Wu", "Ji", "Geng", "Xin", "Ren", "Gui"), strict=True)
)
BRANCHES = tuple(
    zip(
        "子丑寅卯辰巳午未申酉戌亥",
        ("zi", "chou", "yin", "mao", "chen", "si", "wu", "wei", "shen", "you", "xu", "hai"),
        strict=True,
    )
)
SIDES = tuple(
    zip(
        "东西南北中上下前后左右内外新老大小高远长方圆明安",
        (
            "Dong",
            "Xi",
            "Nan",
            "Bei",
            "Zhong",
            "Shang",
            "Xia",
            "Qian",
            "Hou",
            "Zuo",
            "You",
            "Nei",
            "Wai",
            "Xin",
            "Lao",
            "Da",
            "Xiao",
            "Gao",
            "Yuan",
            "Chang",
            "Fang",
            "Huan",
            "Ming",
            "An",
        ),
        strict=True,
    )
)
NEIGHBOURS = (
    ("甲邻县", "Jialin"),
    ("乙邻县", "Yilin"),
    ("丙邻县", "Binglin"),
    ("丁邻县", "Dinglin"),
    ("戊邻县", "Wulin"),
    ("己邻县", "Jilinxian"),
)
SETTLEMENTS = (("集", "ji"), ("桥", "qiao"), ("店", "dian"), ("湾", "wan"))

# By category: what a base of it is called, and whether it is named after the district or its town.
BASES = {
    "science_museum": ("科技馆", "Science and Technology Museum"),
    "museum": ("博物馆", "Museum"),
    "industry_museum": ("行业博物馆", "Industry Museum"),
    "art_museum": ("美术馆", "Art Museum"),
    "library": ("图书馆", "Library"),
    "industrial_heritage": ("工业遗产馆", "Industrial Heritage Hall"),
    "scenic_area": ("生态景区", "Scenic Area"),
    "park": ("科普公园", "Science Park"),
    "nature_reserve": ("湿地保护地", "Wetland Reserve"),
    "farm": ("科普农场", "Outreach Farm"),
    "study_centre": ("研学中心", "Study Centre"),
    "youth_practice_base": ("青少年实践基地", "Youth Practice Base"),
    "school_hall": ("学校科学馆", "School Science Hall"),
    "adult_education": ("老年大学", "College for Older People"),
    "culture_centre": ("文化服务中心", "Culture Centre"),
    "community_station": ("科普驿站", "Outreach Station"),
    "practice_centre": ("文明实践站", "Civilisation Practice Station"),
}
HOURS = (
    ("周二至周日 9:00—17:00，周一闭馆", "Tuesday to Sunday 9:00–17:00, closed on Mondays"),
    ("每天 8:30—17:30", "Daily 8:30–17:30"),
    ("周一至周五 9:00—16:30", "Monday to Friday 9:00–16:30"),
    ("周末及寒暑假 9:00—16:00", "Weekends and school holidays 9:00–16:00"),
    ("全天开放", "Open at all hours"),
    ("团体预约参观", "Groups, by appointment"),
)

UNITS = (
    ("leading-group", "区全民科学素质工作领导小组", "District Leading Group for Civic Science Literacy", "group"),
    ("publicity-department", "区委宣传部", "Publicity Department of the District Party Committee", "party"),
    ("organisation-department", "区委组织部", "Organisation Department of the District Party Committee", "party"),
    ("education", "区教育局", "District Education Bureau", "government"),
    ("science-technology", "区科技局", "District Science and Technology Bureau", "government"),
    ("human-resources", "区人社局", "District Human Resources and Social Security Bureau", "government"),
    ("agriculture-rural", "区农业农村局", "District Agriculture and Rural Affairs Bureau", "government"),
    ("health-commission", "区卫健委", "District Health Commission", "government"),
    ("emergency-management", "区应急管理局", "District Emergency Management Bureau", "government"),
    ("culture-tourism", "区文旅局", "District Culture and Tourism Bureau", "government"),
    ("science-association", "区科协", "District Association for Science and Technology", "mass"),
    ("trade-unions", "区总工会", "District Federation of Trade Unions", "mass"),
    ("youth-league", "团区委", "District Committee of the Communist Youth League", "mass"),
    ("media-centre", "区融媒体中心", "District Convergence Media Centre", "media"),
    ("towns", "各镇街", "All towns and subdistricts", "towns"),
)

# By article: id, part, name, whom it is for, and its measures, each with the units that answer for it.
ARTICLES = (
    (
        "A1",
        "action",
        "青少年科学素质提升行动",
        "Raise science literacy of young people",
        "young",
        (
            ("办好校内科学课", "Teach science well in schools", "education science-association towns"),
            (
                "校外场馆与学校结对",
                "Pair venues with schools",
                "education science-technology science-association youth-league towns",
            ),
            ("培训科学教师", "Train science teachers", "education human-resources"),
        ),
    ),
    (
        "A2",
        "action",
        "农民科学素质提升行动",
        "Raise science literacy of farmers",
        "farmers",
        (
            ("培育高素质农民", "Train skilled farmers", "agriculture-rural human-resources towns"),
            ("科普服务进村", "Bring outreach to villages", "science-association agriculture-rural towns"),
        ),
    ),
    (
        "A3",
        "action",
        "产业工人科学素质提升行动",
        "Raise science literacy of industrial workers",
        "workers",
        (
            ("开展职业技能培训", "Train vocational skills", "human-resources trade-unions"),
            ("普及安全生产知识", "Spread knowledge of safe work", "emergency-management trade-unions towns"),
        ),
    ),
    (
        "A4",
        "action",
        "老年人科学素质提升行动",
        "Raise science literacy of older people",
        "older",
        (
            ("教老年人用手机", "Teach older people to use a phone", "science-association health-commission towns"),
            ("开展健康科普", "Tell of health", "health-commission science-association"),
        ),
    ),
    (
        "A5",
        "action",
        "领导干部和公务员科学素质提升行动",
        "Raise science literacy of officials",
        "officials",
        (
            (
                "开展科学专题培训",
                "Train officials on science",
                "organisation-department human-resources science-association",
            ),
        ),
    ),
    (
        "P1",
        "project",
        "科普设施建设工程",
        "Build outreach facilities",
        None,
        (
            (
                "优化设施布局",
                "Improve the layout of facilities",
                "science-association science-technology culture-tourism towns",
            ),
            (
                "创建各级科普教育基地",
                "Found outreach bases of every level",
                "science-association education culture-tourism",
            ),
            ("场馆免费开放", "Open venues free of charge", "culture-tourism education towns"),
        ),
    ),
    (
        "P2",
        "project",
        "基层科普能力提升工程",
        "Raise grassroots capacity",
        None,
        (
            (
                "健全镇村科普阵地",
                "Complete the stations of towns and villages",
                "science-association publicity-department towns",
            ),
            ("壮大科普志愿队伍", "Grow the volunteers", "science-association youth-league towns"),
        ),
    ),
    (
        "P3",
        "project",
        "科普信息化工程",
        "Outreach in the digital media",
        None,
        (("办好科普专栏", "Run an outreach column", "media-centre science-association"),),
    ),
    (
        "O1",
        "organisation",
        "加强组织领导",
        "Strengthen leadership",
        None,
        (("加强组织领导", "Strengthen leadership", ""),),
    ),
    (
        "O2",
        "organisation",
        "加强监测评估",
        "Monitor and evaluate",
        None,
        (("加强监测评估", "Monitor and evaluate", ""),),
    ),
)

# A target: id, measure, unit, name, kind, value, counted in, baseline and its year, due, every year; and its reports, each a
# year with the value reached by its end, or a day of this year. Together they show every status there is.
PLAN_BEFORE, PLAN_NOW = "plan-2019", "plan-2024"
PLANS = (
    (PLAN_BEFORE, 2019, 2023, "F01", "adopted"),
    (PLAN_NOW, 2024, 2030, "T01", "adopted"),
)
FOLLOWS = {"T01": "F01", "T02": "F02", "T03": "F03", "T07": "F04"}
"""Which target of the plan in force goes on from which of the one before."""
FORMER = (
    (
        "F01",
        None,
        "leading-group",
        "公民具备科学素质的比例",
        "Share of citizens with science literacy",
        "rate",
        0.18,
        "%",
        "%",
        0.11,
        2018,
        2023,
        False,
        (("2021-12-31", 0.145),),
    ),
    (
        "F02",
        None,
        "education",
        "科学教育示范学校",
        "Model schools of science education",
        "count",
        8,
        "所",
        "school(s)",
        None,
        None,
        2023,
        False,
        (("2023-12-31", 6),),
    ),
    (
        "F03",
        None,
        "education",
        "馆校结对",
        "Schools paired with a venue",
        "count",
        20,
        "对",
        "pair(s)",
        None,
        None,
        2023,
        False,
        (("2023-12-31", 22),),
    ),
    (
        "F04",
        None,
        "leading-group",
        "每年老年人智能技术培训",
        "Older people trained every year",
        "count",
        1500,
        "人次/年",
        "person(s) per year",
        None,
        None,
        None,
        True,
        (("2022-12-31", 1620),),
    ),
    (
        "F05",
        None,
        "science-association",
        "科普信息屏",
        "Outreach screens",
        "count",
        100,
        "块",
        "screen(s)",
        None,
        None,
        2023,
        False,
        (),
    ),
)
TARGETS = (
    (
        "T01",
        None,
        "leading-group",
        "公民具备科学素质的比例",
        "Share of citizens with science literacy",
        "rate",
        0.25,
        "%",
        "%",
        0.125,
        2020,
        2030,
        False,
        (("2022-12-31", 0.158), ("2024-12-31", 0.187), ("2025-12-31", 0.204)),
    ),
    (
        "T02",
        "A1.1",
        None,
        "科学教育示范学校",
        "Model schools of science education",
        "count",
        8,
        "所",
        "school(s)",
        None,
        None,
        2030,
        False,
        (("2024-12-31", 3), ("2025-12-31", 5), ("2026-06-30", 8)),
    ),
    (
        "T03",
        "A1.2",
        None,
        "馆校结对",
        "Schools paired with a venue",
        "count",
        60,
        "对",
        "pair(s)",
        None,
        None,
        2030,
        False,
        (("2025-06-30", 18), ("2026-06-30", 33)),
    ),
    (
        "T04",
        "A2.1",
        None,
        "培育高素质农民",
        "Skilled farmers trained",
        "count",
        5000,
        "名",
        "person(s)",
        None,
        None,
        2030,
        False,
        (("2025-06-30", 700), ("2026-06-30", 1480)),
    ),
    (
        "T05",
        "A2.2",
        None,
        "科普服务进村",
        "Villages visited",
        "count",
        400,
        "个",
        "village(s)",
        None,
        None,
        2030,
        False,
        (("2025-12-31", 35), ("2026-06-30", 52)),
    ),
    (
        "T06",
        "A3.2",
        None,
        "安全生产培训率",
        "Safety training rate",
        "rate",
        1.0,
        "%",
        "%",
        None,
        None,
        None,
        False,
        (("2026-06-30", 0.82),),
    ),
    (
        "T07",
        "A4.1",
        None,
        "每年老年人智能技术培训",
        "Older people trained every year",
        "count",
        2000,
        "人次/年",
        "person(s) per year",
        None,
        None,
        None,
        True,
        (("2024-12-31", 1800), ("2025-12-31", 2150), ("2026-06-30", 1240)),
    ),
    (
        "T08",
        "P1.2",
        None,
        "省级科普教育基地",
        "Provincial outreach bases",
        "count",
        6,
        "个",
        "base(s)",
        None,
        None,
        2030,
        False,
        (),
    ),
    (
        "T09",
        "P1.3",
        None,
        "免费开放场馆",
        "Venues open free of charge",
        "count",
        20,
        "个",
        "venue(s)",
        8,
        2023,
        2025,
        False,
        (("2024-12-31", 14), ("2025-12-31", 17)),
    ),
    (
        "T10",
        "P2.1",
        None,
        "镇街科普阵地覆盖率",
        "Towns with an outreach station",
        "rate",
        1.0,
        "%",
        "%",
        0.6,
        2023,
        2025,
        False,
        (("2024-12-31", 0.8), ("2025-12-31", 1.0)),
    ),
    (
        "T11",
        "P2.2",
        None,
        "注册科普志愿者",
        "Registered outreach volunteers",
        "count",
        3000,
        "人",
        "person(s)",
        1200,
        2023,
        2025,
        False,
        (("2024-12-31", 2100),),
    ),
    (
        "T12",
        "O1.1",
        "leading-group",
        "领导小组全体会议",
        "Plenary meetings of the leading group",
        "count",
        1,
        "次/年",
        "meeting(s) per year",
        None,
        None,
        None,
        True,
        (("2024-12-31", 1), ("2025-12-31", 1), ("2026-03-31", 1)),
    ),
    (
        "T13",
        "A5.1",
        None,
        "公务员科学专题培训",
        "Science training of civil servants",
        "count",
        2,
        "次/年",
        "time(s) per year",
        None,
        None,
        None,
        True,
        (),
    ),
    (
        "T14",
        "P1.2",
        None,
        "国家级科普教育基地",
        "National outreach bases",
        "count",
        1,
        "个",
        "base(s)",
        None,
        None,
        2028,
        False,
        (("2026-06-30", 1),),
    ),
    (
        "T15",
        "P1.2",
        None,
        "市级科普教育基地",
        "Municipal outreach bases",
        "count",
        12,
        "个",
        "base(s)",
        None,
        None,
        2030,
        False,
        (("2025-06-30", 2), ("2026-06-30", 4)),
    ),
)
EVIDENCE = ("演示佐证：年度统计报表", "Demonstration evidence: yearly return")


DISTRICT_KINDS = (("区", "District", 1, 3), ("县", "County", 21, 4), ("市", "County-level City", 81, 99))
"""The kinds of districts in a city: their ending, and the fifth and sixth digit of the first one's code, and how many
there are at most, as statistical codes number them."""


def city(number: int) -> tuple[str, str]:
    """The name of a city of a demonstration province."""
    turn, place = divmod(number, len(STEMS))
    return (
        f"演示{STEMS[place][0]}{turn + 1 if turn else ''}市",
        f"Demo {STEMS[place][1]}{f' {turn + 1}' if turn else ''} City",
    )


def district(number: int, within_city: int) -> tuple[str, str, str]:
    """Name and the last two digits of the code of a district, which is the number-th of its province and the within_city-th of its city."""
    place = within_city
    for end_zh, end_en, first, most in DISTRICT_KINDS:  # noqa: B007 - the one it stops at is the one wanted
        if place < most:
            break
        place -= most
    turn, cycle = divmod(number, 60)
    zh, en = STEMS[cycle % 10][0] + BRANCHES[cycle % 12][0], STEMS[cycle % 10][1] + BRANCHES[cycle % 12][1]
    mark_zh, mark_en = (
        (f"新{turn if turn > 1 else ''}", f"New {turn if turn > 1 else ''}".strip() + " ") if turn else ("", "")
    )
    return f"{mark_zh}{zh}{end_zh}", f"{mark_en}{en} {end_en}", f"{first + place:02d}"


def units_of(whole: str) -> tuple[tuple[str, str, str, str], ...]:
    """The units that answer for the plan of a `district` or a `province`."""
    if whole == "district":
        return UNITS
    return tuple(
        (one, zh.replace("区", "省", 1), en.replace("District", "Provincial"), kind) for one, zh, en, kind in UNITS
    )


def town(number: int) -> tuple[str, str]:
    """The name of a town without its kind: 甲子 of the cycle of sixty, then with a side before it, then numbered."""
    around, place = divmod(number, 60)
    zh, en = STEMS[place % 10][0] + BRANCHES[place % 12][0], STEMS[place % 10][1] + BRANCHES[place % 12][1]
    if around:
        turn, side = divmod(around - 1, len(SIDES))
        zh, en = SIDES[side][0] + zh, SIDES[side][1] + en.lower()
        if turn:
            zh, en = f"{zh}{turn + 1}", f"{en} {turn + 1}"
    return zh, en
