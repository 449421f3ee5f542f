"""An example value for a schema, so that a reader sees an answer's whole form at a glance."""

from __future__ import annotations

from typing import Any

DEEPEST = 8
BY_FORMAT = {"date-time": "2026-11-22T20:41:07Z", "uri": "https://printdesk.example.com/…"}
BY_TYPE: dict[str, Any] = {"string": "…", "integer": 0, "boolean": False, "number": 0, "null": None}


def example_of(whole: dict[str, Any], schema: dict[str, Any], depth: int = 0) -> Any:
    """A value of that schema; ``whole`` is the document its references point into."""
    if "$ref" in schema:
        return example_of(whole, whole["components"]["schemas"][schema["$ref"].rpartition("/")[2]], depth)
    choices = next((schema[several] for several in ("allOf", "oneOf", "anyOf") if several in schema), None)
    if choices:
        return example_of(whole, choices[0], depth)
    if "enum" in schema or depth > DEEPEST:
        return schema.get("enum", ["…"])[0]
    kind = _kind(schema)
    if kind == "object":
        properties = schema.get("properties", {})
        return {name: example_of(whole, inner, depth + 1) for name, inner in properties.items()}
    if kind == "array":
        return [example_of(whole, schema["items"], depth + 1)] if schema.get("items") else []
    return BY_FORMAT.get(schema.get("format", ""), BY_TYPE.get(kind, "…"))


def _kind(schema: dict[str, Any]) -> str:
    """The type; the first one that is not null where there are several."""
    kind = schema.get("type", "object" if "properties" in schema else "string")
    return kind if isinstance(kind, str) else next((each for each in kind if each != "null"), "null")
