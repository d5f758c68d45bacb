"""Streamlit's own sentences, said in Chinese on a Chinese page."""

import pytest

from outreach.server import inside
from outreach.server.translated import CHINESE, sentences, translated

FILES = [path.read_text("utf-8") for path in (inside.static_folder() / "static" / "js").glob("*.js")]


@pytest.mark.parametrize("sentence", sentences())
def test_every_sentence_stands_in_a_file_of_this_streamlit(sentence):
    assert any(f"`{sentence}`" in code for code in FILES)


def test_a_sentence_becomes_a_choice_by_the_pages_language_and_nothing_else_changes():
    code = "a(`No results`,{label:`Search`}),b.displayName=`Search`,c(`No result`),`${n} per file`"
    assert translated(code) == (
        f"a(({CHINESE}?`没有匹配项`:`No results`),{{label:({CHINESE}?`查找`:`Search`)}}),b.displayName=`Search`,c(`No result`),"
        f'`${{n}}${{{CHINESE}?" 以内":" per file"}}`'
    )


def test_files_without_a_sentence_stay_as_they_are():
    assert translated("let a=`Escape`;") == "let a=`Escape`;"
