"""A completion → the JSON object that it answers, however its server wraps it; or why there is none.

Servers that hold a model to the schema answer with the object alone. Others let it think aloud before, fence it, hand it over as
the arguments of a tool, or say what went wrong in place of an answer. Nothing is mended: what is no whole object is no answer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from intake.domain.errors import BrokenPromise, Unavailable

_THOUGHT = re.compile(r"^\s*<(think|thinking|thought|reasoning)>.*?</\1>|^.*</think>", re.DOTALL | re.IGNORECASE)
_FENCED = re.compile(r"```[a-z0-9]*\s*\n?(.*?)```", re.DOTALL | re.IGNORECASE)
_LONGEST_ANSWER = 400_000
_MOST_BEGINNINGS = 2_000


def answered(completion: Any, most_tokens: int) -> dict[str, Any]:
    """`completion` is the library's; servers leave out of it what they like. Raises BrokenPromise where the answer is refused,
    cut, withheld or no JSON object; Unavailable where it is an error."""
    choices: Sequence[Any] = completion.choices or ()
    failed = getattr(completion, "error", None)
    if not choices and failed:
        raise Unavailable(f"The model server failed: {' '.join(str(failed).split())[:300]}.")
    if not choices:
        raise BrokenPromise("The model's answer is empty.")
    message, reason = choices[0].message, choices[0].finish_reason
    if message is None:
        raise BrokenPromise("The model's answer is empty.")
    if getattr(message, "refusal", None):
        raise BrokenPromise("The model refused to answer.")
    if reason == "length":
        raise BrokenPromise(f"The model's answer was cut after {most_tokens} tokens.")
    if reason == "content_filter":
        raise BrokenPromise("The model's answer was withheld by a filter.")
    return object_in(_said(message))


def _said(message: Any) -> str:
    content = message.content
    if isinstance(content, list):
        content = "".join(part.get("text", "") for part in content if isinstance(part, dict))
    calls = getattr(message, "tool_calls", None) or ()
    called = [call.function.arguments for call in calls if getattr(call, "function", None) is not None]
    return (content or "").strip() or (called[0] if called else "")


def object_in(text: str) -> dict[str, Any]:
    """The whole text, else what stands in a fence, else the longest object that begins anywhere in it.

    >>> object_in('<think>{"a": 1}?</think> Here it is: {"a": {"b": 2}} Done.')
    {'a': {'b': 2}}
    """
    text = _THOUGHT.sub("", text[:_LONGEST_ANSWER]).strip()
    found = [text, *(each.strip() for each in reversed(_FENCED.findall(text)))]
    is_json = False
    for each in found:
        try:
            content = json.loads(each)
        except (json.JSONDecodeError, RecursionError):
            continue
        is_json = True
        if isinstance(content, dict):
            return content
    if is_json:
        raise BrokenPromise("The model's answer is not a JSON object.")
    longest = max(_objects(text), key=lambda each: each[0], default=None)
    if longest is None:
        raise BrokenPromise("The model's answer is not valid JSON.")
    return longest[1]


def _objects(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Whole objects that stand one after the other, with their lengths."""
    decoder, at = json.JSONDecoder(), text.find("{")
    for _ in range(_MOST_BEGINNINGS):
        if at < 0:
            return
        try:
            content, end = decoder.raw_decode(text, at)
        except json.JSONDecodeError as broken:
            if broken.pos >= len(text) or "Unterminated" in broken.msg:
                return  # It was cut; what is whole within it is a part of it.
            end = at + 1
        except RecursionError:
            return
        else:
            if isinstance(content, dict):
                yield end - at, content
        at = text.find("{", end)
