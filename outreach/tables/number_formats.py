"""What Excel and WPS show of a number under its number format; None where this page does not know how it would look."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

GENERAL = "General"
BUILTIN = {  # ECMA-376 18.8.30, with what the numbers mean in a Chinese office from 27 on
    0: GENERAL,
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    **dict.fromkeys((34, 55), '上午/下午h"时"mm"分"'),
    **dict.fromkeys((35, 56), '上午/下午h"时"mm"分"ss"秒"'),
}
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_(?P<space>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<noon>AM/PM|A/P|上午/下午)|(?P<general>General|G/通用格式)|(?P<fraction>(?<=[sS])\.0+)"
    r"|(?P<exponent>(?<=[0#?])[eE][+-])|(?P<date>[yY]+|[eE]+|[mM]+|[dD]+|[hH]+|[sS]+|a{3,4})|(?P<sign>.)",
    re.DOTALL | re.IGNORECASE,
)
_COLOURS = re.compile(
    r"(?:black|blue|cyan|green|magenta|red|white|yellow|color ?\d+|[黑蓝青绿洋红白黄]+色?)\Z", re.IGNORECASE
)
_ELAPSED = re.compile(r"[hH]+|[mM]+|[sS]+")
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_WEEK = "一二三四五六日"

Token = tuple[str, str]


def number(value: float, code: str, epoch_1904: bool = False) -> str | None:
    """What is seen of a number under the format `code`; dates and times are numbers too."""
    value, sections = float(value), _sections(code)
    if any(re.match(r"[<>=]", text) for section in sections for kind, text in section if kind == "bracket"):
        return None
    section, negative = _section(sections, value)
    if any(kind == "bracket" and not _known(text) for kind, text in section):
        return None
    if dated(code):
        return _moment(value, section, epoch_1904)
    if not section or any(map(_is_whole, section)):
        body = general(abs(value))
        text = "".join(body if _is_whole(token) else _literal(*token) for token in section) or body
    else:
        found = _digits(abs(value), section)
        if found is None:
            return None
        text = found
    return (f"-{text}" if negative and re.search("[1-9]", text) else text).strip() or None


def text(value: str, code: str) -> str:
    """What is seen of a text under the format `code`, which may put something before or after it."""
    section = next((one for one in reversed(_sections(code)) if ("sign", "@") in one), None)
    if section is None:
        return value
    return "".join(value if (kind, sign) == ("sign", "@") else _literal(kind, sign) for kind, sign in section)


def dated(code: str) -> bool:
    """Whether a format shows dates or times."""
    section = _sections(code)[0]
    return any(
        kind in ("date", "noon") or (kind == "bracket" and bool(_ELAPSED.fullmatch(text))) for kind, text in section
    ) and not any(kind == "general" for kind, _ in section)


def moment(value: float, epoch_1904: bool = False) -> datetime | None:
    """The day and second that a serial number stands for; None where it stands for none."""
    if not 0 <= value < 2_958_466 or (60 <= value < 61 and not epoch_1904):
        return None
    first = datetime(1904, 1, 1) if epoch_1904 else datetime(1899, 12, 31 if value < 60 else 30)
    return first + timedelta(seconds=round(value * 86400))


def general(value: float) -> str:
    """A number without a format: whole to fifteen digits, else what fits into eleven signs."""
    if value != value or abs(value) >= 1e15:
        return f"{value:.5E}"
    if value.is_integer():
        return str(int(value))
    places = max(10 - len(str(int(abs(value)))), 0)
    return format(_rounded(value, places).normalize(), "f")


def held(value: float) -> str:
    """A number as it is held; what reckoning in binary adds behind the fifteenth digit is no part of it."""
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    short = f"{value:.15g}"
    return short if sum(map(str.isdigit, short.partition("e")[0])) <= 13 else repr(value)


def _sections(code: str) -> list[list[Token]]:
    """The tokens of a format's sections: what kind each is of, and its text."""
    found: list[list[Token]] = [[]]
    for part in _TOKEN.finditer(code):
        kind = part.lastgroup or "sign"
        if kind == "sign" and part[0] == ";":
            found.append([])
        else:
            found[-1].append((kind, part[kind]))
    return found


def _section(sections: list[list[Token]], value: float) -> tuple[list[Token], bool]:
    """The section that a number is shown by, and whether a minus is put before it."""
    if value < 0 and len(sections) > 1:
        return sections[1], False
    if value == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], value < 0


def _is_whole(token: Token) -> bool:
    """Whether a token stands for the number as it is."""
    return token[0] == "general" or token == ("sign", "@")


def _known(bracket: str) -> bool:
    return bracket.startswith("$") or bool(_COLOURS.match(bracket) or _ELAPSED.fullmatch(bracket))


def _literal(kind: str, text: str) -> str:
    if kind == "bracket":
        return text[1:].partition("-")[0] if text.startswith("$") else ""
    if kind == "space":
        return " "
    return "" if kind == "fill" else text


def _rounded(value: float, places: int) -> Decimal:
    return Decimal(f"{value:.15g}").quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _digits(value: float, section: list[Token]) -> str | None:
    """A number in the digits' places of a section; None for fractions and exponents."""
    signs = [(kind, sign) for kind, sign in section if kind != "fill"]
    places = [at for at, (kind, sign) in enumerate(signs) if kind == "sign" and sign in "0#?"]
    marks = {sign for kind, sign in signs if kind == "sign"}
    if "/" in marks or "@" in marks or any(kind == "exponent" for kind, _ in signs):
        return None
    if not places:
        return "".join(_literal(kind, sign) for kind, sign in signs)
    point = next((at for at, token in enumerate(signs) if token == ("sign", ".")), len(signs))
    whole, decimals = [at for at in places if at < point], [at for at in places if at > point]
    last = places[-1]
    scale = 0
    while last + 1 + scale < len(signs) and signs[last + 1 + scale] == ("sign", ","):
        scale += 1
    percent = sum(token == ("sign", "%") for token in signs)
    shifted = Decimal(f"{value:.15g}").scaleb(2 * percent - 3 * scale)
    rounded = shifted.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    left, _, right = format(rounded, "f").partition(".")
    grouped = any(signs[at] == ("sign", ",") for at in range(whole[0], whole[-1])) if whole else False
    put = _left(left.lstrip("0"), signs, whole, grouped) | _right(right, signs, decimals)
    return "".join(_places(signs, put, point))


def _places(signs: list[Token], put: dict[int, str], point: int) -> Iterator[str]:
    for at, (kind, sign) in enumerate(signs):
        if at in put:
            yield put[at]
        elif kind != "sign":
            yield _literal(kind, sign)
        elif at == point or sign not in "0#?,":
            yield sign


def _left(digits: str, signs: list[Token], places: list[int], grouped: bool) -> dict[int, str]:
    """The digits before the point, from the right; those that find no place stand in the first one."""
    put: dict[int, str] = {}
    done = 0
    for at in reversed(places):
        found = digits[-1:] or ("0" if signs[at][1] == "0" else "")
        digits = digits[:-1]
        put[at] = found + ("," if grouped and done and done % 3 == 0 and found else "")
        done += bool(found)
    for sign in reversed(digits):
        put[places[0]] = sign + ("," if grouped and done % 3 == 0 else "") + put[places[0]]
        done += 1
    return put


def _right(digits: str, signs: list[Token], places: list[int]) -> dict[int, str]:
    """The digits behind the point; those nobody asked for end with the last that is not 0."""
    put = dict(zip(places, digits))
    for at in reversed(places):
        if put[at] != "0" or signs[at][1] == "0":
            break
        put[at] = ""
    return put


def _moment(value: float, section: list[Token], epoch_1904: bool) -> str | None:
    """A date or a time by its section."""
    shows_day = any(kind == "date" and text[0] in "yYeEdDa" for kind, text in section)
    at = moment(value, epoch_1904)
    if at is None or (shows_day and value < 1 and not epoch_1904):
        return None
    noon = any(kind == "noon" for kind, _ in section)
    written = []
    for place, (kind, text) in enumerate(section):
        if kind == "date":
            minutes = text[0] in "mM" and _is_minutes(section, place)
            written.append(_part("n" * len(text) if minutes else text.lower(), at, noon))
        elif kind == "bracket" and _ELAPSED.fullmatch(text):
            unit = {"h": 3600, "m": 60, "s": 1}[text[0].lower()]
            written.append(str(round(value * 86400) // unit).zfill(len(text)))
        elif kind == "noon":
            words = ("上午", "下午") if "午" in text else ("AM", "PM") if len(text) == 5 else ("A", "P")
            written.append(words[at.hour >= 12])
        elif kind == "fraction":
            written.append("." + "0" * (len(text) - 1))
        else:
            written.append(_literal(kind, text))
    return "".join(written).strip()


def _is_minutes(section: list[Token], place: int) -> bool:
    """Whether an m stands for minutes: behind hours, or before seconds."""

    def unit(token: Token) -> str:
        kind, text = token
        timed = kind == "date" or (kind == "bracket" and _ELAPSED.fullmatch(text))
        return text[0].lower() if timed else ""

    before = next((found for token in reversed(section[:place]) if (found := unit(token))), "")
    after = next((found for token in section[place + 1 :] if (found := unit(token))), "")
    return before == "h" or after == "s"


def _part(text: str, at: datetime, noon: bool) -> str:
    """One part of a date or a time; `n` stands for minutes."""
    kind, width = text[0], len(text)
    if kind in "ye":
        return f"{at.year % 100:02d}" if kind == "y" and width <= 2 else str(at.year)
    if kind == "a":
        return ("周" if width == 3 else "星期") + _WEEK[at.weekday()]
    if kind in "md" and width > 2:
        name = MONTHS[at.month - 1] if kind == "m" else _DAYS[at.weekday()]
        return name[:1] if width == 5 else name[:3] if width == 3 else name
    hour = (at.hour % 12 or 12) if noon else at.hour
    found = {"m": at.month, "d": at.day, "h": hour, "n": at.minute, "s": at.second}[kind]
    return str(found).zfill(min(width, 2))
