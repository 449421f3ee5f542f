"""The page that explains the API: our own drawing of the OpenAPI document, no scripts, no styles but the site's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dashboard.permissions import Permission, requires
from support.api.example import example_of
from support.api.problems import CONTENT_TYPE
from support.api.schema import document

JSON = "application/json"
GOOD = ("200", "201")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter of a call."""

    name: str
    place: str
    required: bool
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """One call: how to make it, what it answers, what may go wrong. ``answer`` is an example as JSON text, of the
    status ``good``.
    """

    anchor: str
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    curl: str
    good: str
    answer: str
    errors: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The calls about one thing."""

    name: str
    calls: tuple[Described, ...]


@requires(Permission.USE_API_DOCS)
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Every call with its parameters, an example and its errors."""
    context = {
        "here": "api",
        "groups": _groups(document(), request.build_absolute_uri("/").rstrip("/")),
        "problem": _pretty(example_of(document(), {"$ref": "#/components/schemas/ProblemShape"})),
        "rates": settings.API_CALLS_A_MINUTE,
    }
    return render(request, "support/api_docs.html", context)


def _groups(whole: dict[str, Any], origin: str) -> tuple[Group, ...]:
    by_name: dict[str, list[Described]] = {}
    for path, methods in whole["paths"].items():
        for method, call in methods.items():
            name = (call.get("tags") or ["Other"])[0]
            by_name.setdefault(name, []).append(_described(whole, origin, path, method, call))
    return tuple(Group(name=name, calls=tuple(calls)) for name, calls in sorted(by_name.items()))


def _described(whole: dict[str, Any], origin: str, path: str, method: str, call: dict[str, Any]) -> Described:
    answers = call["responses"]
    good = next(code for code in GOOD if code in answers)
    return Described(
        anchor=call["operationId"],
        method=method.upper(),
        path=path,
        summary=call.get("summary", ""),
        description=" ".join(call.get("description", "").split()),
        parameters=tuple(_parameters(call)),
        curl=f"curl -H 'Authorization: Bearer TOKEN'{_sent(whole, call)} '{origin}{_filled(path, call)}'",
        good=good,
        answer=_pretty(_answer(whole, answers[good]["content"][JSON])),
        errors=tuple((code, said["description"]) for code, said in answers.items() if CONTENT_TYPE in said["content"]),
    )


def _parameters(call: dict[str, Any]) -> Iterator[Parameter]:
    for said in call.get("parameters", ()):
        yield Parameter(
            name=said["name"],
            place=said["in"],
            required=said.get("required", False),
            description=said.get("description", ""),
        )


def _sent(whole: dict[str, Any], call: dict[str, Any]) -> str:
    """What curl is told of the body, where there is one."""
    if "requestBody" not in call:
        return ""
    body = json.dumps(_answer(whole, call["requestBody"]["content"][JSON]), ensure_ascii=False)
    return f" -H 'Content-Type: {JSON}' -H 'Idempotency-Key: KEY' -d '{body}'"


def _filled(path: str, call: dict[str, Any]) -> str:
    """The path with an example for its required query."""
    examples = [
        (said["name"], next(iter(said["examples"].values()))["value"])
        for said in call.get("parameters", ())
        if said["in"] == "query" and said.get("examples")
    ]
    return path + ("?" + "&".join(f"{name}={value}" for name, value in examples) if examples else "")


def _answer(whole: dict[str, Any], content: dict[str, Any]) -> Any:
    """The example that was written by hand, or one made from the schema."""
    written = content.get("examples")
    return next(iter(written.values()))["value"] if written else example_of(whole, content["schema"])


def _pretty(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)
