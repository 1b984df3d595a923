"""Parts are opened in processes that may be lost: in come a message's parts, out go the same parts opened.

Each part gets a process of its own, forked in milliseconds from one that has the readers loaded and has parsed nothing
(`sandbox_nursery.py`), with limits on memory, processor time, file size and open files, no environment and a deadline. A part
that breaks its limits is a document with a problem; the other parts are not touched. The answer is checked JSON (`wire.py`).
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from intake.documents import wire
from intake.documents.read import open_part, source_of
from intake.documents.refusal import refused
from intake.domain import media
from intake.domain.limits import Limits
from intake.domain.messages import MessagePart
from intake.domain.opened import OpenedPart
from intake.domain.reasons import ReasonCode

_BYTES_PER_WORD = 400
_LEAST_OUTPUT = 64_000_000
_RECEIVE = 1 << 20


def open_parts(parts: Sequence[MessagePart], *, limits: Limits, ocr_languages: tuple[str, ...]) -> tuple[OpenedPart, ...]:
    """Every part, in order, each read or refused with a problem. Raises OSError only where no process can be started at all."""
    return tuple(_open(part, limits, ocr_languages) for part in parts)


def _open(part: MessagePart, limits: Limits, ocr_languages: tuple[str, ...]) -> OpenedPart:
    if part.skipped is not None or not part.content or len(part.content) > limits.part_bytes:
        # Refused without a look at the bytes: nothing to be afraid of.
        return open_part(part, limits=limits, ocr_languages=ocr_languages)
    seconds = limits.parse_seconds
    if part.media_type in media.WITH_PICTURES:
        seconds += limits.ocr_seconds
    answer = _nursery().ask(_request(part, limits, ocr_languages, seconds), seconds, _most_output(part, limits))
    if isinstance(answer, bytes):
        try:
            return wire.unpack(answer, part.role, source_of(part))
        except ValueError:
            answer = "gave no sensible answer"
    name = f"the file '{part.filename}'" if part.filename else f"part {part.part_no} of the message"
    message = f"Reading {name} {answer}, so it was given up; send the order's pages alone or as another type of file."
    return OpenedPart(role=part.role, document=refused(source_of(part), ReasonCode.DOCUMENT_TOO_COMPLEX, message))


def _most_output(part: MessagePart, limits: Limits) -> int:
    return max(_LEAST_OUTPUT, _BYTES_PER_WORD * max(limits.words, limits.cells)) + 2 * len(part.content)


def _request(part: MessagePart, limits: Limits, ocr_languages: tuple[str, ...], seconds: float) -> bytes:
    head = {
        "part": {
            "part_no": part.part_no,
            "path": part.path,
            "role": part.role.value,
            "filename": part.filename,
            "media_type": part.media_type,
            "declared_media_type": part.declared_media_type,
            "sha256": part.sha256,
            "charset": part.charset,
            "text_format": part.text_format,
            "is_forwarded": part.is_forwarded,
        },
        "limits": limits.model_dump(mode="json"),
        "ocr_languages": ocr_languages,
        "seconds": seconds,
    }
    packed = json.dumps(head).encode()
    return struct.pack("<II", len(packed), len(part.content)) + packed + part.content


class _Nursery:
    """The process that reading processes are forked from. Used by any number of threads; one fork is asked for at a time."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self._lock = threading.Lock()
        here, there = socket.socketpair()
        # Its environment holds no secrets; recognition runs on one core, others read beside it.
        environment = {"PATH": _search_path(), "LANG": "C.UTF-8", "OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1"}
        with there:
            # Our own interpreter and module; no word of a document is part of the command.
            self._process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-I", "-m", "intake.documents.sandbox_nursery", str(there.fileno())],
                pass_fds=(there.fileno(),),
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                start_new_session=True,
            )
        self._control = here

    def is_alive(self) -> bool:
        return self.owner == os.getpid() and self._process.poll() is None

    def close(self) -> None:
        self._control.close()
        if self.owner == os.getpid():
            self._process.kill()
            self._process.wait()

    def ask(self, request: bytes, seconds: float, most_output: int) -> bytes | str:
        """The reading process' answer, or what became of it in words that follow "Reading the file …"."""
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                pid = self._fork(theirs)
            answer: bytes | str = ""
            try:
                answer = _exchange(ours, request, time.monotonic() + seconds, most_output)
            except TimeoutError:
                answer = f"took longer than {seconds:g} seconds"
            except (OSError, EOFError):
                pass
            status = self._end(pid, patiently=answer == "")
        return answer or _ending(status)

    def _fork(self, theirs: socket.socket) -> int:
        with self._lock:
            socket.send_fds(self._control, [b"f"], [theirs.fileno()])
            return int(struct.unpack("<i", _receive(self._control, 4))[0])

    def _end(self, pid: int, *, patiently: bool) -> int:
        """Ends and buries the process; patiently: it is ending by itself, and its exit status is worth a moment."""
        with self._lock:
            self._control.sendall((b"e" if patiently else b"k") + struct.pack("<i", pid))
            return int(struct.unpack("<i", _receive(self._control, 4))[0])


def _ending(status: int) -> str:
    if status == -signal.SIGXCPU:
        return "took more processor time than allowed"
    return f"broke the reader ({signal.Signals(-status).name})" if status < 0 else "broke the reader"


def _exchange(ours: socket.socket, request: bytes, until: float, most_output: int) -> bytes | str:
    ours.settimeout(_left(until))
    ours.sendall(request)
    length = int(struct.unpack("<Q", _receive(ours, 8, until))[0])
    if length > most_output:
        return f"gave more than {most_output} bytes of text"
    return _receive(ours, length, until)


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _receive(connection: socket.socket, length: int, until: float | None = None) -> bytes:
    received = bytearray()
    while len(received) < length:
        if until is not None:
            connection.settimeout(_left(until))
        piece = connection.recv(min(_RECEIVE, length - len(received)))
        if not piece:
            raise EOFError
        received += piece
    return bytes(received)


def _search_path() -> str:
    """Where the reading processes find Tesseract: beside the system's own programs, or where it is installed here."""
    tesseract = shutil.which("tesseract")
    return os.defpath if tesseract is None else f"{Path(tesseract).parent}{os.pathsep}{os.defpath}"


_current: list[_Nursery] = []
_starting = threading.Lock()


def _nursery() -> _Nursery:
    """This process' own nursery, started at the first part and again should it have died."""
    with _starting:
        if _current and not _current[0].is_alive():
            _current.pop().close()
        if not _current:
            _current.append(_Nursery())
        return _current[0]


@atexit.register
def _close() -> None:
    while _current:
        _current.pop().close()
