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
