"""DynamoDB's condition expressions, as far as the engine writes them: comparisons, functions, AND, OR, NOT."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

Check = Callable[[Mapping[str, Any], Mapping[str, Any]], bool]

TOKEN = re.compile(r"\s*(<=|>=|<>|[()=<>,]|:?[A-Za-z_][A-Za-z0-9_]*)")
COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
MISSING = object()


@cache
def parse(expression: str) -> Check:
    """The check that an expression spells: of a row (empty where there is none) and the values it names.

    Raises ValueError for what is no expression, and KeyError for a value that is not given.
    """
    tokens = TOKEN.findall(expression)
    if "".join(tokens) != re.sub(r"\s", "", expression):
        raise ValueError(f"cannot be read: {expression}")
    reader = _Reader(tokens)
    check = reader.any_of()
    if reader.tokens:
        raise ValueError(f"goes on after its end: {expression}")
    return check


class _Reader:
    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens

    def any_of(self) -> Check:
        checks = [self.all_of()]
        while self._next_is("OR"):
            checks.append(self.all_of())
        return lambda row, values: any(check(row, values) for check in checks)

    def all_of(self) -> Check:
        checks = [self.one()]
        while self._next_is("AND"):
            checks.append(self.one())
        return lambda row, values: all(check(row, values) for check in checks)

    def one(self) -> Check:
        if self._next_is("NOT"):
            refused = self.one()
            return lambda row, values: not refused(row, values)
        if self._next_is("("):
            inner = self.any_of()
            self._expect(")")
            return inner
        name = self.tokens.pop(0)
        if self._next_is("("):
            return self._function(name)
        return self._comparison(name)

    def _function(self, name: str) -> Check:
        path = self.tokens.pop(0)
        self._expect(")")
        match name:
            case "attribute_exists":
                return lambda row, _: path in row
            case "attribute_not_exists":
                return lambda row, _: path not in row
        raise ValueError(f"unknown function {name}")

    def _comparison(self, name: str) -> Check:
        compare, other = COMPARE[self.tokens.pop(0)], self.tokens.pop(0)

        def check(row: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
            left, right = _value(name, row, values), _value(other, row, values)
            return type(left) is type(right) and left is not MISSING and compare(left, right)

        return check

    def _next_is(self, token: str) -> bool:
        if self.tokens and self.tokens[0] == token:
            self.tokens.pop(0)
            return True
        return False

    def _expect(self, token: str) -> None:
        if not self._next_is(token):
            raise ValueError(f"expected {token!r}")


def _value(name: str, row: Mapping[str, Any], values: Mapping[str, Any]) -> Any:
    return values[name] if name.startswith(":") else row.get(name, MISSING)
