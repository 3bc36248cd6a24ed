"""A guide into its pieces of Python, each with the output that it promises, and a way to run them one by one.

A ```python block may be followed by a ```text block: that is what it prints.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable
from typing import Any, NamedTuple

_BLOCKS = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Piece(NamedTuple):
    code: str
    output: str | None  # None: it prints nothing


def pieces(text: str) -> list[Piece]:
    """Those of a guide, in order; an output without code before it is a mistake in the guide."""
    found: list[Piece] = []
    end_of_code = -1
    for block in _BLOCKS.finditer(text):
        language, body = block.groups()
        if language == "python":
            found.append(Piece(body, None))
            end_of_code = block.end()
        elif language == "text":
            assert not text[end_of_code : block.start()].strip(), f"output without code: {body}"
            found[-1] = found[-1]._replace(output=body)
    return found


async def run(code: str, names: dict[str, Any], place: Callable[[str], str]) -> None:
    """Run a piece, which may await at its top level, with the names of the earlier ones; `place` puts addresses in."""
    compiled = compile(place(code), "<guide>", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    result = eval(compiled, names)  # a coroutine if the piece awaits anything
    if inspect.iscoroutine(result):
        await result
