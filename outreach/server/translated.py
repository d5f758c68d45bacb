"""The words of Streamlit's own frame in the visitor's language: what its files say in English is said in Chinese on a Chinese page.

The English sentences of `frame_words` are Streamlit's, as they stand in its files; each is replaced by a choice that the page
makes by its language when the sentence is about to be said. A sentence that a file has otherwise stays as it is.
"""

import re
from functools import cache

from outreach import words

NAMES = [
    "no_results",
    "skip",
    "options",
    "options_many",
    "clear_value",
    "clear_all",
    "select_all",
    "selected",
    "drop_file",
    "drop_files",
    "add_files",
    "upload",
    "not_found",
    "not_found_main",
    "connection_error",
    "connecting_server",
    "connection_lost",
    "upload_error",
    "download_failed",
    "fullscreen",
    "close_fullscreen",
    "search",
    "download_csv",
    "columns",
    "sort_up",
    "sort_down",
    "pin",
    "unpin",
    "hide",
    "copy_name",
    "column_menu",
    "autosize",
    "statistics",
    "format",
    "type_to_search",
    "next_result",
    "previous_result",
    "close_search",
    "clear_selection",
    "no_data",
    "loading",
    "sidebar_open",
    "sidebar_close",
    "press_enter",
    "clear_entry",
    "above",
    "below",
    "choose",
    "choose_many",
    "show_data",
    "show_chart",
    "download_png",
    "copy_spec",
    "copied",
    "values",
    "none",
    "distinct",
    "minimum",
    "maximum",
    "average",
    "median",
    "deviation",
    "quarter",
    "three_quarters",
    "total",
    "least_length",
    "most_length",
    "average_length",
    "span",
]
"""The sentences that Streamlit has and visitors meet."""
CHINESE = 'document.documentElement.lang.startsWith("zh")'
_BEFORE = r"(?:(?<=label:)|(?<=\}\),)|(?<=`:))"
"""What stands before a word alone where it is a label: elsewhere it may be the name of a key or of a sign."""


@cache
def sentences() -> dict[str, str]:
    """Streamlit's sentences with what they are in Chinese."""
    zh, en = (words.load(language) for language in ("zh", "en"))
    return {en(f"frame_words.{name}"): zh(f"frame_words.{name}") for name in NAMES}


@cache
def _found() -> re.Pattern[str]:
    several = [re.escape(f"`{one}`") for one in sentences() if not one.isalpha()]
    alone = [re.escape(f"`{one}`") for one in sentences() if one.isalpha()]
    return re.compile(f"{'|'.join(several)}|{_BEFORE}(?:{'|'.join(alone)})(?=[,\\]}}])")


def translated(code: str) -> str:
    """A file of Streamlit's with its sentences in both languages."""
    told = _found().sub(lambda found: f"({CHINESE}?`{sentences()[found[0][1:-1]]}`:{found[0]})", code)
    zh, en = (words.load(language)("frame_words.per_file") for language in ("zh", "en"))
    return told.replace(f"}} {en}`", "}${" + CHINESE + f'?" {zh}":" {en}"}}`')
