"""The page of settings: every variable of the environment, with its type, default and meaning."""

from collections.abc import Iterator, Mapping
from datetime import time
from typing import Any

from pydantic.fields import FieldInfo

from cli.handbook.markdown import table
from config.settings import PREFIX, Settings

INTRODUCTION = """# Settings of an installation

Each is a variable of the environment; one that is empty counts as not set. What differs from one
cycle to the next is declared in `config/` instead. A value that cannot be used is named by every
command; those of secrets are never shown.
"""

KINDS: Mapping[str, str] = {
    "path": "folder",
    "password": "secret",
    "date": "day, such as 2026-08-03",
    "time": "time of day, such as 08:00",
    "boolean": "true or false",
    "integer": "whole number",
    "number": "number",
    "string": "text",
}
"""What a value looks like, by the format or else the type of its JSON schema."""


def page() -> str:
    """The page of settings, in the order in which they are declared."""
    return "\n".join([INTRODUCTION, table(["variable", "value", "default", "meaning"], _rows())])


def _rows() -> Iterator[list[str]]:
    schemas = Settings.model_json_schema()["properties"]
    for name, field in Settings.model_fields.items():
        meaning = field.description or ""
        kind = "file" if name.endswith("_file") else _kind(schemas[name])
        yield [f"`{PREFIX}{name.upper()}`", kind, _default(field), meaning]


def _kind(schema: Mapping[str, Any]) -> str:
    """What a value looks like. Raises: KeyError, where KINDS does not say it."""
    one = next((one for one in schema.get("anyOf", ()) if one["type"] != "null"), schema)
    if "enum" in one:
        return " or ".join(f"`{value}`" for value in one["enum"])
    return KINDS[one.get("format", one["type"])] + _bounds(one)


def _bounds(schema: Mapping[str, Any]) -> str:
    if "maximum" in schema:
        return f", {schema['minimum']} to {schema['maximum']}"
    if "minimum" in schema:
        return f", at least {schema['minimum']}"
    return f", at least {schema['minLength']} characters" if "minLength" in schema else ""


def _default(field: FieldInfo) -> str:
    default = field.get_default(call_default_factory=True, validated_data={})
    if default in (None, ""):
        return "none"
    return f"`{default:%H:%M}`" if isinstance(default, time) else f"`{default}`"
