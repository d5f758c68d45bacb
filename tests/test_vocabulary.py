"""The closed lists stand once, and what has labels for them has them for all."""

import ast

import pytest

from outreach import vocabulary
from outreach.home import PROJECT
from outreach.measures import parameters
from outreach.tables import columns

LISTS = {
    name: getattr(vocabulary, name)
    for name in ("WAYS", "DECAYS", "DEMANDS", "MEANS", "COMPONENTS", "TOWN_KINDS", "NOT_COUNTED")
}


def _texts(node: ast.AST) -> frozenset[str] | None:
    if not isinstance(node, (ast.Tuple, ast.List, ast.Set)) or len(node.elts) < 2:
        return None
    texts = [one.value for one in node.elts if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return frozenset(texts) if len(texts) == len(node.elts) else None


@pytest.mark.parametrize("name", sorted(LISTS))
def test_a_closed_list_stands_nowhere_else(name):
    again = [
        f"{path.relative_to(PROJECT)}:{node.lineno}"
        for path in sorted((PROJECT / "outreach").rglob("*.py"))
        if path.name != "vocabulary.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if _texts(node) == frozenset(LISTS[name])
    ]
    assert again == []


def test_whatever_is_told_of_a_list_is_told_of_all_of_it():
    assert set(columns.TOWN_KINDS) == set(vocabulary.TOWN_KINDS)
    assert set(parameters.COMPONENTS) == set(vocabulary.COMPONENTS) > set(vocabulary.PARTS)
