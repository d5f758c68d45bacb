"""A page as Streamlit runs it, opened cold from a link."""

import gc
import logging
import re
from collections.abc import Callable
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from outreach.home import PROJECT
from outreach.screen import entry
from tests import districts
from tests.conftest import FILES, nothing_remembered

logging.getLogger("streamlit.elements.vega_charts").setLevel(logging.ERROR)


def _words_alone(html: str) -> str:
    """The markup without the tags that stand inside a sentence, what a term means among them."""
    return re.sub(r"</?(?:abbr|a|button)\b[^>]*>", "", html)


class Visit:
    """One page in one session: what it says, and what can be touched."""

    def __init__(self, page: str, **query: str):
        self.at = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=180)
        if page != "overview":
            self.at.switch_page(FILES[page].relative_to(PROJECT).as_posix())
        for name, value in query.items():
            self.at.query_params[name] = value
        self.again()

    def again(self) -> "Visit":
        self.at.run()
        return self

    @property
    def failed(self) -> list[str]:
        return [one.message for one in self.at.exception]

    @property
    def html(self) -> str:
        return "\n".join(one.value for one in self.at.get("html"))

    @property
    def text(self) -> str:
        """Everything that is said on the page, signs of markup and Markdown taken out."""
        spoken = [*self.at.markdown, *self.at.caption, *self.at.info, *self.at.warning, *self.at.error]
        labels = [one.label for kind in ("expander", "button", "selectbox") for one in self.at.get(kind)]
        said = unescape("\n".join([_words_alone(self.html), *(one.value for one in spoken), *labels]))
        return re.sub(r"<[^>]+>", " ", said).replace("\\", "").replace("  ", " ")

    @property
    def plain(self) -> str:
        """What is said, without any spaces."""
        return re.sub(r"\s", "", self.text)

    def errors(self) -> list[str]:
        return [one.value.replace("\\", "") for one in self.at.error]

    @property
    def query(self) -> dict[str, str]:
        return {name: value[0] if isinstance(value, list) else value for name, value in self.at.query_params.items()}


@pytest.fixture(scope="package", autouse=True)
def frozen():
    """Streamlit collects garbage after every run of a page: what is there already need not be gone through each time."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture
def visit() -> Callable[..., Visit]:
    return Visit


@pytest.fixture
def home(copied, monkeypatch):
    """A district of one's own whose desk is on, and whose server sees every visitor at its own machine."""
    districts.with_a_desk(copied)
    monkeypatch.setenv("OUTREACH_HOME", str(copied))
    monkeypatch.setattr(entry, "at_the_machine", lambda headers: True)
    return copied


@pytest.fixture
def fresh():
    """No district and no result remembered."""
    with nothing_remembered():
        yield
