import ast
import re
import tomllib
from pathlib import Path
from string import Formatter
from types import SimpleNamespace

import pytest

from outreach import selection, settings, words
from outreach.faults import Fault
from outreach.home import PROJECT

ZH, EN = words.load("zh"), words.load("en")
SOURCES = [PROJECT / "app.py", *sorted((PROJECT / "pages").glob("*.py")), *sorted((PROJECT / "outreach").rglob("*.py"))]
HAN = re.compile(r"[\u4e00-\u9fff]")


def _sentences(language: str) -> dict[str, str]:
    text = (Path(words.__file__).parent / f"{language}.toml").read_text(encoding="utf-8")
    return dict(words._flat(tomllib.loads(text)))


SENTENCES = {language: _sentences(language) for language in words.LANGUAGES}
SETTINGS = (
    {f"plan.{name}" for name in settings.Plan.model_fields}
    | {"gaps.access_per_10k"}
    | {f"kiosk.{name}" for name in settings.Kiosk.model_fields}
)  # of district.toml, named like our keys
SECTIONS = {key.split(".")[0] for key in SENTENCES["zh"]}
KEY = re.compile(rf"({'|'.join(sorted(SECTIONS))})(\.[a-zA-Z0-9_]+)+")


def _placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def _keys_in_the_code() -> tuple[dict[str, str], dict[re.Pattern, str], set[str]]:
    """Keys written out and patterns of f-strings, each with where it stands; and every name that the sources hold as a text:
    whole, or a part of one such as `figure_untold:basis`. What a docstring says of them is not among it."""
    written, patterns, mentioned = {}, {}, set()
    for path in SOURCES:
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        remarks = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
        for node in nodes:
            where = f"{path.name}:{getattr(node, 'lineno', 0)}"
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in remarks:
                mentioned |= set(re.split("[.:]", node.value)) if re.fullmatch(r"[\w.:]+", node.value) else {node.value}
                if KEY.fullmatch(node.value) and not node.value.endswith(("_", ".csv", ".toml", ".geojson")):
                    written[node.value] = where
            elif isinstance(node, ast.JoinedStr):
                parts = [re.escape(one.value) if isinstance(one, ast.Constant) else "(.+)" for one in node.values]
                first = node.values[0]
                if isinstance(first, ast.Constant) and first.value.split(".")[0] in SECTIONS and "." in first.value:
                    patterns[re.compile("".join(parts))] = where
    return written, patterns, mentioned


WRITTEN, PATTERNS, MENTIONED = _keys_in_the_code()


def test_both_languages_say_the_same_things():
    assert SENTENCES["zh"].keys() == SENTENCES["en"].keys()


def test_a_sentence_asks_for_the_same_in_both_languages():
    asked = {
        language: {key: _placeholders(said) for key, said in SENTENCES[language].items()}
        for language in words.LANGUAGES
    }
    assert asked["zh"] == asked["en"]


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_no_sentence_is_empty(language):
    assert [key for key, sentence in SENTENCES[language].items() if not sentence.strip()] == []


def test_english_has_no_chinese_in_it():
    assert [key for key, sentence in SENTENCES["en"].items() if HAN.search(sentence)] == []


def test_chinese_is_chinese_wherever_there_are_words():
    def letters(sentence):
        return re.search(r"[a-zA-Z]", re.sub(r"\{[^}]*\}", "", sentence))

    assert [
        key for key, said in SENTENCES["zh"].items() if letters(SENTENCES["en"][key]) and not HAN.search(said)
    ] == []


def test_every_key_the_code_writes_out_has_a_sentence():
    assert {
        key: where
        for key, where in WRITTEN.items()
        if key not in SENTENCES["zh"] and not key.startswith("value.") and key not in SETTINGS
    } == {}


def test_every_key_the_code_puts_together_has_a_sentence():
    def any_of(pattern):
        return any(pattern.fullmatch(key) for key in SENTENCES["zh"])

    assert {pattern.pattern: where for pattern, where in PATTERNS.items() if not any_of(pattern)} == {}


def test_every_sentence_is_said_somewhere():
    def put_together(key):
        return any(
            found and set(found.groups()) <= MENTIONED for found in (pattern.fullmatch(key) for pattern in PATTERNS)
        )

    keys = {key.removeprefix(words.OUTSIDE) for key in SENTENCES["zh"]}
    assert [key for key in keys if key not in WRITTEN and not put_together(key)] == []


def test_the_selection_knows_the_languages_there_are_words_for():
    assert selection.LANGUAGES == words.LANGUAGES


def test_a_language_without_words_is_refused():
    with pytest.raises(ValueError, match="no words for language 'fr': expected one of zh, en"):
        words.load("fr")


def test_a_sentence_is_filled():
    assert ZH("overview.towns_note", all=11) == "共11个镇街"
    assert EN("overview.towns_note", all=11) == "of 11 towns"


def test_a_missing_sentence_or_placeholder_is_named():
    with pytest.raises(KeyError, match="no.such"):
        ZH("no.such")
    with pytest.raises(KeyError, match="all"):
        ZH("overview.towns_note")


def test_a_value_in_braces_is_not_filled_again():
    assert "{all}" in EN("shell.slip", name="area", value="{all}")


def test_a_list_is_read_in_its_language():
    assert ZH.list(["甲", "乙", "丙"]) == "甲、乙、丙"
    assert EN.list(["a", "b", "c"]) == "a, b, c"
    assert EN.list([]) == ""


def test_more_words_join_and_a_taken_key_is_refused():
    more = EN.joined({"value.t.c.a": "an a"})
    assert (more("value.t.c.a"), more.language, "value.t.c.a" in EN) == ("an a", "en", False)
    with pytest.raises(ValueError, match="words said twice: page.bases, page.gaps"):
        EN.joined({"page.gaps": "x", "page.bases": "y", "new": "z"})


def test_a_rows_text_is_picked_by_language_and_none_is_empty():
    row = {"name_zh": "海门", "name_en": None}
    assert (ZH.pick(row, "name"), EN.pick(row, "name")) == ("海门", "")


def test_capitals_where_the_script_has_them():
    assert (EN.capital("museum of rice"), ZH.capital("科技馆"), EN.capital("")) == ("Museum of rice", "科技馆", "")


def test_a_fault_says_what_was_found_and_what_was_expected():
    fault = Fault(
        "data/bases.csv",
        3,
        "level",
        "not_allowed",
        {
            "found": "moon",
            "title": {"zh": "级别", "en": "Level"},
            "allowed": [{"zh": "镇级", "en": "town"}, {"zh": "村级", "en": "village"}],
        },
    )
    assert ZH.fault(fault) == "找到“moon”，“级别”应为下列之一：镇级、村级"
    assert EN.fault(fault) == "found “moon”, where “Level” is one of: town, village"


def test_a_fault_of_an_unknown_rule_is_not_passed_over():
    with pytest.raises(KeyError, match="fault.nonsense"):
        ZH.fault(SimpleNamespace(rule="nonsense", details={}))


def test_english_apostrophes_are_no_wider_than_a_letter():
    """A font that is Chinese first sets ’ as wide as a character, so that a picture reads `the district’ s`."""
    assert [key for key, text in SENTENCES["en"].items() if "’" in text] == []


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_who_is_not_inside_is_told_no_table_command_or_setting(language):
    inside = words.load(language)
    outside = {key.removeprefix(words.OUTSIDE) for key in SENTENCES[language] if key.startswith(words.OUTSIDE)}
    assert (
        outside
        and {
            key
            for key in outside
            if inside.outside(key, **dict.fromkeys(_placeholders(SENTENCES[language][key]), "x"))
            == inside(key, **dict.fromkeys(_placeholders(SENTENCES[language][key]), "x"))
        }
        == set()
    )
    pages = {
        "overview",
        "bases",
        "literacy",
        "gaps",
        "register",
        "town",
        "siting",
        "plan",
        "since",
        "says",
        "hours",
        "kiosk",
        "equity",
        "access",
        "tiers",
        "planner",
        "find",
    }
    told = {key: text for key, text in SENTENCES[language].items() if key.split(".")[0] in pages and key not in outside}
    told |= {key: SENTENCES[language][words.OUTSIDE + key] for key in outside}
    forbidden = re.compile(r"python -m|README|\.csv|\.toml|数据填报|data desk|管理员|administrator")
    assert {key for key, text in told.items() if forbidden.search(text)} == set()
