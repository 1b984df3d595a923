"""Whatever a server does, the client answers in time with JSON or with a failure that says what to do."""

from __future__ import annotations

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from intake.domain.errors import BrokenPromise, ConfigurationError, Unavailable
from intake.extraction.planners.model_client import ModelAnswer, ModelClient, ModelSettings

SCHEMA = {"type": "object", "properties": {"said": {"type": "string"}}, "required": ["said"], "additionalProperties": False}


def ask(loopback: Any, name: str = "honest", **settings: Any) -> ModelAnswer:
    client = ModelClient(ModelSettings(base_url=loopback.url, api_key="k", name=name, **{"deadline_seconds": 10.0, **settings}))
    return client.ask("You point.", "Where?", SCHEMA)


def test_an_honest_server_is_asked_once_with_a_strict_schema(loopback: Any) -> None:
    answer = ask(loopback)
    assert (answer.content, answer.calls, answer.input_tokens) == ({"said": "ok"}, 1, 11)
    (request,) = loopback.requests
    assert request["response_format"]["json_schema"]["strict"] is True
    assert request["response_format"]["json_schema"]["schema"] == SCHEMA
    assert [message["role"] for message in request["messages"]] == ["system", "user"]


@pytest.mark.parametrize("name", ["no-schema", "text-only"])
def test_a_server_without_strict_schemas_is_given_the_schema_in_words(loopback: Any, name: str) -> None:
    client = ModelClient(ModelSettings(base_url=loopback.url, api_key=None, name=name))
    assert client.ask("s", "u", SCHEMA).content == {"said": "ok"}
    asked = len(loopback.requests)
    assert '"additionalProperties":false' in loopback.requests[-1]["messages"][1]["content"]
    client.ask("s", "u", SCHEMA)
    assert len(loopback.requests) == asked + 1, "what the server accepts is remembered"


def test_a_server_that_knows_the_older_word_for_the_longest_answer_is_told_in_it(loopback: Any) -> None:
    client = ModelClient(ModelSettings(base_url=loopback.url, api_key=None, name="old-limit"))
    for _ in range(2):
        assert client.ask("s", "u", SCHEMA).content == {"said": "ok"}
    assert [("max_tokens" in request) for request in loopback.requests] == [False, True, True]
    assert loopback.requests[-1]["response_format"]["type"] == "json_schema", "it is still held to the schema"


def test_azure_is_asked_at_its_v1_address_as_openai_is(loopback: Any) -> None:
    url = loopback.url.removesuffix("/v1") + "/openai/v1/"
    client = ModelClient(ModelSettings(base_url=url, api_key="azure-key", name="deployment"))
    assert client.ask("s", "u", SCHEMA).content == {"said": "ok"}
    ((path, headers),) = loopback.heard
    assert (path, headers["authorization"]) == ("/openai/v1/chat/completions", "Bearer azure-key")


def test_azure_is_asked_at_its_older_address_by_deployment_and_version(loopback: Any) -> None:
    url = loopback.url.removesuffix("/v1")
    client = ModelClient(ModelSettings(base_url=url, api_key="azure-key", name="orders", api_version="2024-10-21"))
    assert client.ask("s", "u", SCHEMA).content == {"said": "ok"}
    ((path, headers),) = loopback.heard
    assert path == "/openai/deployments/orders/chat/completions?api-version=2024-10-21"
    assert headers["api-key"] == "azure-key"


def test_no_more_questions_are_open_at_once_than_allowed(loopback: Any) -> None:
    client = ModelClient(ModelSettings(base_url=loopback.url, api_key=None, name="thinking", concurrency=2))
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda number: client.ask("s", f"u{number}", SCHEMA), range(6)))
    assert len(answers) == len(loopback.requests) == 6
    assert loopback.most_at_once == 2


def test_who_waits_too_long_for_a_seat_is_told_that_the_model_is_busy(loopback: Any) -> None:
    settings = ModelSettings(base_url=loopback.url, api_key=None, name="slow", concurrency=1, deadline_seconds=0.4, attempts=1)
    client = ModelClient(settings)
    with ThreadPoolExecutor(2) as pool:
        failures = [asked.exception() for asked in [pool.submit(client.ask, "s", "u", SCHEMA) for _ in range(2)]]
    assert [type(failure) for failure in failures] == [Unavailable, Unavailable]


@pytest.mark.parametrize("name", ["fenced", "prose-and-fence", "thinking-aloud", "tool"])
def test_an_answer_is_found_however_its_server_wraps_it(loopback: Any, name: str) -> None:
    assert ask(loopback, name).content == {"said": "ok"}
    assert len(loopback.requests) == 1


def test_a_server_that_cannot_hold_a_model_to_the_schema_and_fails_over_it_is_asked_without(loopback: Any) -> None:
    client = ModelClient(ModelSettings(base_url=loopback.url, api_key=None, name="no-grammar", attempts=1))
    assert client.ask("s", "u", SCHEMA).content == {"said": "ok"}


def test_what_is_said_to_take_longer_than_the_deadline_is_not_waited_for(loopback: Any) -> None:
    started = time.monotonic()
    with pytest.raises(Unavailable, match="Rate limit"):
        ask(loopback, "busy-for-long", attempts=3)
    assert (len(loopback.requests), time.monotonic() - started < 5) == (1, True)


@pytest.mark.parametrize("name", ["slow", "trickle"])
def test_the_deadline_is_ours_even_against_a_server_that_trickles(loopback: Any, name: str) -> None:
    started = time.monotonic()
    with pytest.raises(Unavailable, match=r"did not answer in 0\.6 s"):
        ask(loopback, name, deadline_seconds=0.6, attempts=3)
    assert time.monotonic() - started < 4


def test_an_overloaded_server_is_asked_again_within_bounds(loopback: Any) -> None:
    loopback.failures_left = 1
    assert ask(loopback, attempts=2).calls == 2
    loopback.failures_left = 5
    with pytest.raises(Unavailable, match="overloaded"):
        ask(loopback, attempts=2)
    assert loopback.failures_left == 3


@pytest.mark.parametrize(
    ("name", "family", "sentence", "calls"),
    [
        ("busy", Unavailable, "Rate limit", 2),
        ("broke", Unavailable, "quota", 1),
        ("failing", Unavailable, "internal", 2),
        ("hang-up", Unavailable, "cannot be reached", 2),
        ("proxy", Unavailable, "no JSON", 2),
        ("no-key", ConfigurationError, "refuses the key", 1),
        ("unknown", ConfigurationError, "knows no model unknown", 1),
        ("azure-filter", BrokenPromise, "withheld by the server's filter", 1),
        ("too-long-prompt", ConfigurationError, "context length", 1),
        ("cut", BrokenPromise, "was cut", 1),
        ("filtered", BrokenPromise, "filter", 1),
        ("refusing", BrokenPromise, "refused", 1),
        ("prose", BrokenPromise, "not valid JSON", 1),
        ("cut-unsaid", BrokenPromise, "not valid JSON", 1),
        ("no-choices", BrokenPromise, "empty", 1),
        ("error-as-answer", Unavailable, "upstream is overloaded", 2),
        ("list", BrokenPromise, "not a JSON object", 1),
    ],
)
def test_each_failure_has_its_family(loopback: Any, name: str, family: type[Exception], sentence: str, calls: int) -> None:
    with pytest.raises(family, match=sentence):
        ask(loopback, name, attempts=2)
    assert len(loopback.requests) == calls


def test_nobody_listening_is_unavailable() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    client = ModelClient(ModelSettings(base_url=url, api_key="k", name="m", attempts=1))
    with pytest.raises(Unavailable, match="cannot be reached"):
        client.ask("s", "u", SCHEMA)


def test_a_check_says_how_the_server_answered(loopback: Any) -> None:
    def client(name: str) -> ModelClient:
        return ModelClient(ModelSettings(base_url=loopback.url, api_key=None, name=name))

    assert "held to the JSON schema" in client("honest").check()
    assert "not held to a JSON schema" in client("no-schema").check()
    with pytest.raises(ConfigurationError, match="refuses the key"):
        client("no-key").check()


def test_a_call_waits_until_it_is_permitted(loopback: Any) -> None:
    asked: list[float] = []

    def permit() -> float:
        asked.append(time.monotonic())
        return 0.05 if len(asked) == 1 else 0.0

    client = ModelClient(ModelSettings(base_url=loopback.url, api_key=None, name="honest"), permit)
    client.ask("s", "u", SCHEMA)
    assert len(asked) == 2
    assert asked[1] - asked[0] >= 0.05
    assert len(loopback.requests) == 1
