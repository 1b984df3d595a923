"""A server on loopback that speaks the chat completions protocol. The model's name chooses how it behaves."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

Answer = Callable[[dict[str, Any]], dict[str, Any]]


class LoopbackModel:
    """`answer` makes the honest content from the request; `requests` keeps what was asked."""

    def __init__(self) -> None:
        self.requests: list[dict[str, Any]] = []
        self.answer: Answer = lambda request: {"said": "ok"}
        self.failures_left = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        model = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                request = json.loads(self.rfile.read(int(self.headers["content-length"])))
                model.requests.append(request)
                try:
                    model.behave(self, request)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True

            def log_message(self, *_: Any) -> None:
                pass

        return Handler

    def behave(self, http: BaseHTTPRequestHandler, request: dict[str, Any]) -> None:
        name = request["model"]
        if self.failures_left > 0:
            self.failures_left -= 1
            return send_error(http, 503, "overloaded")
        match name:
            case "slow":
                time.sleep(5)
                return send(http, completion("{}"))
            case "trickle":
                http.send_response(200)
                http.send_header("content-type", "application/json")
                http.end_headers()
                for _ in range(60):
                    http.wfile.write(b" ")
                    http.wfile.flush()
                    time.sleep(0.1)
                return None
            case "no-key":
                return send_error(http, 401, "Incorrect API key provided")
            case "unknown":
                return send_error(http, 404, "The model does not exist")
            case "busy":
                return send_error(http, 429, "Rate limit reached", retry_after="0.01")
            case "broke":
                return send_error(http, 429, "You exceeded your quota", code="insufficient_quota")
            case "failing":
                return send_error(http, 500, "internal")
            case "no-schema" if request.get("response_format", {}).get("type") == "json_schema":
                return send_error(http, 400, "Unsupported value for response_format: json_schema")
            case "text-only" if "response_format" in request:
                return send_error(http, 400, "response_format is not supported")
            case "too-long-prompt":
                return send_error(http, 400, "maximum context length exceeded")
            case "proxy":
                http.send_response(200)
                http.send_header("content-type", "application/json")
                http.end_headers()
                http.wfile.write(b"<html>Sign in</html>")
                return None
            case "cut":
                return send(http, completion('{"said": "o', reason="length"))
            case "filtered":
                return send(http, completion("", reason="content_filter"))
            case "refusing":
                return send(http, completion(None, refusal="I cannot help with that."))
            case "prose":
                return send(http, completion("Sure! Here is the plan."))
            case "list":
                return send(http, completion("[1, 2]"))
            case "fenced":
                return send(http, completion(f"```json\n{json.dumps(self.answer(request))}\n```"))
            case "hang-up":
                http.connection.close()
                return None
        return send(http, completion(json.dumps(self.answer(request))))


def completion(content: str | None, *, reason: str = "stop", refusal: str | None = None) -> dict[str, Any]:
    message = {"role": "assistant", "content": content, "refusal": refusal}
    return {
        "id": "c1",
        "object": "chat.completion",
        "created": 0,
        "model": "loopback",
        "choices": [{"index": 0, "finish_reason": reason, "message": message, "logprobs": None}],
        "usage": {"prompt_tokens": 11, "completion_tokens": len(content or "") // 4, "total_tokens": 11},
    }


def send(http: BaseHTTPRequestHandler, body: dict[str, Any], status: int = 200, **headers: str) -> None:
    raw = json.dumps(body).encode()
    http.send_response(status)
    for name, value in {"content-type": "application/json", "content-length": str(len(raw)), **headers}.items():
        http.send_header(name, value)
    http.end_headers()
    http.wfile.write(raw)


def send_error(
    http: BaseHTTPRequestHandler, status: int, message: str, *, code: str | None = None, retry_after: str | None = None
) -> None:
    headers = {"retry-after": retry_after} if retry_after else {}
    send(http, {"error": {"message": message, "type": "error", "code": code}}, status, **headers)


@pytest.fixture
def loopback() -> Iterator[LoopbackModel]:
    model = LoopbackModel()
    yield model
    model.close()
