"""The line to an OpenAI-compatible server: one question, one JSON answer within a deadline, or a named failure.

What goes in are two texts, perhaps pictures of pages, and a JSON schema; what comes out is parsed JSON with its cost. Whether the
answer makes sense is the planner's question. The library's own retries are off: it would wait ten minutes and pay three times.
"""

from __future__ import annotations

import asyncio
import base64
import json
import re
import threading
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import Any

import openai
from openai import AsyncAzureOpenAI, AsyncOpenAI
from openai.types.chat import ChatCompletion

from intake.domain.errors import BrokenPromise, ConfigurationError, Unavailable
from intake.extraction.planners.model_json import answered

MAX_ANSWER_TOKENS = 8_000
"""A plan follows the layout, not the number of lines: an answer that needs more than this is not a plan."""

_LIMITS = ("max_completion_tokens", "max_tokens")
"""What servers call the most tokens of an answer: OpenAI's newer word, and the one that older servers know."""
_ABOUT_THE_FORMAT = re.compile("response_format|schema|json|grammar|guided|structured output", re.IGNORECASE)
"""What a refusal speaks of that is about how the answer is held to its shape."""


class AnswerFormat(StrEnum):
    """How strictly a server can be held to the schema; the first that it accepts is kept."""

    STRICT_SCHEMA = "strict_schema"
    JSON_OBJECT = "json_object"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """`deadline_seconds` bounds the whole question with all its attempts. `api_version` is Azure's, for addresses without /v1."""

    base_url: str | None
    api_key: str | None
    name: str
    deadline_seconds: float = 90.0
    attempts: int = 2
    strict_schema: bool = True
    concurrency: int = 4
    api_version: str | None = None


Permit = Callable[[], float]
"""Asked before each call: seconds to wait until it may be made, 0 = now. Raises BudgetSpent where it may not be made today."""


def _always() -> float:
    return 0.0


@dataclass(frozen=True, slots=True)
class ModelAnswer:
    content: dict[str, Any]
    input_tokens: int
    output_tokens: int
    seconds: float
    calls: int


@dataclass(frozen=True, slots=True)
class _Asked:
    system: str
    user: str
    schema: dict[str, Any]
    pictures: tuple[bytes, ...]


@dataclass(slots=True)
class ModelClient:
    """Safe to share between threads: each question opens its own connection and leaves nothing behind but the format kept."""

    settings: ModelSettings
    permit: Permit = _always
    _format: AnswerFormat = field(init=False)
    _limit: str = field(init=False, default=_LIMITS[0])
    _takes_pictures: bool = field(init=False, default=True)
    _seats: threading.BoundedSemaphore = field(init=False)

    def __post_init__(self) -> None:
        self._seats = threading.BoundedSemaphore(self.settings.concurrency)
        self._format = AnswerFormat.STRICT_SCHEMA if self.settings.strict_schema else AnswerFormat.JSON_OBJECT

    def ask(self, system: str, user: str, schema: dict[str, Any], pictures: Sequence[bytes] = ()) -> ModelAnswer:
        """Raises Unavailable (no answer in time, overloaded), BrokenPromise (an answer that is no JSON object, was cut or
        refused), ConfigurationError (key, model or address are wrong)."""
        started = time.monotonic()
        if not self._seats.acquire(timeout=self.settings.deadline_seconds):
            raise Unavailable(f"The model {self.settings.name} is busy with {self.settings.concurrency} other questions.")
        try:
            return asyncio.run(self._within_deadline(_Asked(system, user, schema, tuple(pictures)), started))
        finally:
            self._seats.release()

    def check(self) -> str:
        """Asks for one small JSON answer; a sentence that says how it went. Raises as `ask` does."""
        yes: dict[str, Any] = {"type": "object", "properties": {"ready": {"type": "boolean"}}}
        schema = {**yes, "required": ["ready"], "additionalProperties": False}
        answer = self.ask("You answer in JSON.", 'Answer {"ready": true}.', schema)
        held = "held to the JSON schema" if self._format is AnswerFormat.STRICT_SCHEMA else "not held to a JSON schema"
        return f"The model {self.settings.name} answered in {answer.seconds:.1f} s, {held}."

    async def _within_deadline(self, asked: _Asked, started: float) -> ModelAnswer:
        try:
            # The library's timeout is per read; a server that trickles would outlast it.
            async with asyncio.timeout(self.settings.deadline_seconds - (time.monotonic() - started)):
                return await self._attempts(asked, started)
        except TimeoutError as late:
            raise Unavailable(f"The model {self.settings.name} did not answer in {self.settings.deadline_seconds:g} s.") from late

    async def _attempts(self, asked: _Asked, started: float) -> ModelAnswer:
        calls = 0
        failures = 0
        async with self._connection() as client:
            while True:
                while (pause := self.permit()) > 0:
                    await asyncio.sleep(pause)
                calls += 1
                try:
                    completion = await self._complete(client, asked)
                    answer = _answer(completion, calls, time.monotonic() - started)
                except (openai.BadRequestError, openai.UnprocessableEntityError) as refused:
                    if refused.code == "content_filter":
                        raise BrokenPromise("The question was withheld by the server's filter.") from refused
                    if not (self._other_limit(refused) or self._no_pictures(refused, asked) or self._lower_format(refused)):
                        raise ConfigurationError([f"The model server refuses the question: {_said(refused)}."]) from refused
                    continue
                except (Unavailable, openai.APIError) as failure:
                    if isinstance(failure, openai.InternalServerError) and self._lower_format(failure):
                        continue
                    failures += 1
                    wait = _pause(failure, failures)
                    # What cannot be over in time is not waited for: the seat is another question's.
                    is_late = wait is not None and wait >= self.settings.deadline_seconds - (time.monotonic() - started)
                    if wait is None or is_late or failures >= self.settings.attempts:
                        raise _translated(self.settings, failure) from failure
                    await asyncio.sleep(wait)
                    continue
                return answer

    def _connection(self) -> AsyncOpenAI:
        settings = self.settings
        # Local servers want no key, the library wants one.
        key = settings.api_key or "none"
        try:
            if settings.api_version is not None and settings.base_url is not None:
                return AsyncAzureOpenAI(
                    azure_endpoint=settings.base_url,
                    azure_deployment=settings.name,
                    api_version=settings.api_version,
                    api_key=key,
                    timeout=settings.deadline_seconds,
                    max_retries=0,
                )
            return AsyncOpenAI(base_url=settings.base_url, api_key=key, timeout=settings.deadline_seconds, max_retries=0)
        except openai.OpenAIError as wrong:
            raise ConfigurationError([f"[model] cannot be used: {wrong}."]) from wrong

    async def _complete(self, client: AsyncOpenAI, asked: _Asked) -> ChatCompletion:
        user, schema = asked.user, asked.schema
        extra: dict[str, Any] = {self._limit: MAX_ANSWER_TOKENS}
        if self._format is AnswerFormat.STRICT_SCHEMA:
            named = {"name": "reading_plan", "schema": schema, "strict": True}
            extra["response_format"] = {"type": "json_schema", "json_schema": named}
        else:
            user = (
                f"{user}\n\nAnswer with one JSON object that fits this JSON schema:\n{json.dumps(schema, separators=(',', ':'))}"
            )
            if self._format is AnswerFormat.JSON_OBJECT:
                extra["response_format"] = {"type": "json_object"}
        ask: Callable[..., Awaitable[ChatCompletion]] = client.chat.completions.create
        try:
            return await ask(
                model=self.settings.name,
                messages=[{"role": "system", "content": asked.system}, {"role": "user", "content": self._content(user, asked)}],
                **extra,
            )
        except json.JSONDecodeError as page:
            # A proxy's HTML page with status 200.
            raise Unavailable(f"The model server {self.settings.base_url} answered with something that is no JSON.") from page

    def _content(self, user: str, asked: _Asked) -> str | list[dict[str, Any]]:
        if not asked.pictures or not self._takes_pictures:
            return user
        urls = [f"data:image/jpeg;base64,{base64.b64encode(picture).decode()}" for picture in asked.pictures]
        return [{"type": "text", "text": user}, *({"type": "image_url", "image_url": {"url": url}} for url in urls)]

    def _no_pictures(self, refused: openai.APIStatusError, asked: _Asked) -> bool:
        """A model that takes no pictures is asked without them from then on; False where the refusal was about something else."""
        if not asked.pictures or not self._takes_pictures or not re.search("image|vision|multimodal|content", str(refused), re.I):
            return False
        self._takes_pictures = False
        return True

    def _other_limit(self, refused: openai.APIStatusError) -> bool:
        """Takes the server's own word for the longest answer; False where the refusal was about something else."""
        if self._limit != _LIMITS[0] or self._limit not in str(refused):
            return False
        self._limit = _LIMITS[1]
        return True

    def _lower_format(self, refused: openai.APIStatusError) -> bool:
        """Steps down to what the server understands; False where the refusal was about something else."""
        if _ABOUT_THE_FORMAT.search(str(refused)) is None:
            return False
        order = list(AnswerFormat)
        if self._format is order[-1]:
            return False
        self._format = order[order.index(self._format) + 1]
        return True


def _answer(completion: ChatCompletion, calls: int, seconds: float) -> ModelAnswer:
    usage = completion.usage
    return ModelAnswer(
        content=answered(completion, MAX_ANSWER_TOKENS),
        input_tokens=(usage.prompt_tokens or 0) if usage else 0,
        output_tokens=(usage.completion_tokens or 0) if usage else 0,
        seconds=seconds,
        calls=calls,
    )


def _pause(failure: Exception, failures: int) -> float | None:
    """Seconds until the next attempt; None where repeating cannot help."""
    if isinstance(failure, openai.RateLimitError):
        if failure.code == "insufficient_quota":
            return None
        return _retry_after(failure) or 2.0**failures
    if isinstance(failure, openai.APIStatusError):
        repeatable = failure.status_code >= 500 or failure.status_code in (408, 409)
        return (_retry_after(failure) or 0.5 * 2.0**failures) if repeatable else None
    return 0.5 * 2.0**failures


def _retry_after(failure: openai.APIStatusError) -> float | None:
    """Seconds, milliseconds or a moment, as servers say it."""
    headers = failure.response.headers
    if re.fullmatch(r"\d+(\.\d+)?", said := headers.get("retry-after-ms", "")):
        return float(said) / 1000
    if re.fullmatch(r"\d+(\.\d+)?", said := headers.get("retry-after", "")):
        return float(said)
    try:
        return max(parsedate_to_datetime(said).timestamp() - time.time(), 0.0) or None
    except ValueError:
        return None


def _translated(settings: ModelSettings, failure: Exception) -> Exception:
    if isinstance(failure, Unavailable):
        return failure
    if isinstance(failure, openai.AuthenticationError | openai.PermissionDeniedError):
        return ConfigurationError([f"The model server refuses the key: {_said(failure)}."])
    if isinstance(failure, openai.NotFoundError):
        return ConfigurationError([f"The model server knows no model {settings.name} at this address: {_said(failure)}."])
    if isinstance(failure, openai.APITimeoutError):
        return Unavailable(f"The model {settings.name} did not answer in {settings.deadline_seconds:g} s.")
    if isinstance(failure, openai.APIConnectionError):
        return Unavailable(f"The model server {settings.base_url} cannot be reached: {_said(failure)}.")
    return Unavailable(f"The model server failed: {_said(failure)}.")


def _said(failure: Exception) -> str:
    """The server's own words, bounded: it may send a whole page."""
    return " ".join(str(failure).split())[:300].rstrip(".")
