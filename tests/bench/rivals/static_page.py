"""A static page with the same deck.gl map: the least a browser can do."""

import json
import sys
from pathlib import Path
from shutil import copy

from tests.bench.rivals.shared import PAGES, picture

HERE = Path(__file__).parent
PAGE = """<!doctype html><meta charset="utf-8"><title>{page}</title><div id="map" style="height:500px"></div>
<script src="deck.gl.js"></script><script src="deck.js"></script>
<script>drawDeck({spec}, document.getElementById("map"))</script>
"""


def write(folder: Path, bundle: Path) -> None:
    """A page for each of ours, with the bundle of deck.gl beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    copy(bundle, folder / "deck.gl.js")
    copy(HERE / "deck.js", folder / "deck.js")
    for page in PAGES:
        spec, _, _ = picture(page)
        (folder / f"{page}.html").write_text(PAGE.format(page=page, spec=json.dumps(spec)), encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]))
