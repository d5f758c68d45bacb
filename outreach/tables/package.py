"""The tables as a Frictionless Data Package, so that others can read and check them without this program."""

import json

from outreach.district import District
from outreach.home import Home
from outreach.tables import MODELS
from outreach.tables.columns import CODE, Described, Table, describe, key
from outreach.tables.dictionary import source_ids

_TYPES: dict[str, dict[str, object]] = {
    "text": {"type": "string"},
    "code": {"type": "string"},
    "list": {"type": "string"},
    "number": {"type": "number"},
    "share": {"type": "number"},
    "quantity": {"type": "number", "bareNumber": False},
    "integer": {"type": "integer"},
    "year": {"type": "year"},
    "date": {"type": "date"},
    "flag": {"type": "boolean", "trueValues": ["是", "yes", "true", "1"], "falseValues": ["否", "no", "false", "0"]},
}


def package(district: District) -> dict[str, object]:
    """The district's tables as the descriptor of a tabular data package."""
    home = district.home
    used = dict.fromkeys(id_ for name in MODELS for id_ in source_ids(district, name))
    return {
        "profile": "tabular-data-package",
        "name": f"outreach-{home.code}".lower(),
        "title": f"{home.name['zh']} / {home.name['en']}",
        "created": f"{home.data_date.isoformat()}T00:00:00Z",
        "sources": [_source(district, id_) for id_ in used],
        "resources": [_resource(district, name, model) for name, model in MODELS.items()],
    }


def written(district: District) -> str:
    """The descriptor as the text of datapackage.json."""
    return json.dumps(package(district), ensure_ascii=False, indent=2) + "\n"


def write(home: Home, district: District) -> None:
    """Write the district's datapackage.json. Raises OSError where the directory may not be written to."""
    (home.data / "datapackage.json").write_text(written(district), encoding="utf-8")


def current(home: Home, district: District) -> bool:
    """Whether the district's datapackage.json is what the models and the tables say."""
    path = home.data / "datapackage.json"
    return path.is_file() and path.read_text(encoding="utf-8") == written(district)


def _resource(district: District, name: str, model: type[Table]) -> dict[str, object]:
    about, columns = model.to_schema().metadata, describe(model)
    ids = source_ids(district, name)
    licences = dict.fromkeys(name for name in (_licence(district, id_) for id_ in ids) if name)
    resource: dict[str, object] = {
        "profile": "tabular-data-resource",
        "name": name,
        "path": f"{name}.csv",
        "title": _both(about["title"]),
        "description": _both(about["row"]),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "doubleQuote": True, "header": True},
        "schema": {
            "fields": [_field(column, spec) for column, spec in columns.items()],
            "primaryKey": key(model),
            "foreignKeys": [
                _reference(name, column, spec["refers"]) for column, spec in columns.items() if spec["refers"]
            ],
            "missingValues": [""],
        },
    }
    if ids:
        resource["sources"] = [_source(district, id_) for id_ in ids]
    if licences:
        resource["licenses"] = [{"name": licence.replace(" ", "-"), "title": licence} for licence in licences]
    return resource


def _field(column: str, spec: Described) -> dict[str, object]:
    constraints: dict[str, object] = {}
    if not spec["optional"]:
        constraints["required"] = True
    if spec["least"] is not None:
        constraints["minimum"] = spec["least"]
    if spec["most"] is not None:
        constraints["maximum"] = spec["most"]
    if spec["longest"] and not spec["values"]:
        constraints["maxLength"] = spec["longest"]
    if spec["values"] and spec["type"] != "list":
        constraints["enum"] = list(spec["values"])
    elif spec["type"] == "code":
        constraints["pattern"] = CODE.removesuffix(r"\Z")
    field: dict[str, object] = {
        "name": column,
        "title": _both(spec["title"]),
        "description": _both(spec["meaning"]),
        **_TYPES[spec["type"]],
    }
    if spec["unit"]["en"]:
        field["unit"] = _both(spec["unit"])
    if spec["example"] and not spec["example"].endswith("%"):
        field["example"] = spec["example"]
    if constraints:
        field["constraints"] = constraints
    return field


def _reference(table: str, column: str, refers: str) -> dict[str, object]:
    target = key(MODELS[refers])[0]
    return {"fields": column, "reference": {"resource": "" if refers == table else refers, "fields": target}}


def _source(district: District, id_: str) -> dict[str, str]:
    row = district.sources.set_index("source_id").loc[id_]
    return {"title": f"{row['title_zh']} / {row['title_en']}"}


def _licence(district: District, id_: str) -> str:
    licence = district.sources.set_index("source_id").at[id_, "licence_en"]
    return licence if isinstance(licence, str) else ""


def _both(text: dict[str, str]) -> str:
    return f"{text['zh']} / {text['en']}"
