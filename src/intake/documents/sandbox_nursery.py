"""The process that reading processes are forked from: the readers are loaded once, each part is parsed in a fork of its own.

In, over the control socket: "f" with a connection asks for a fork, "e" or "k" and a process id ends one. Out: its id, its exit
status. A fork takes limits upon itself, reads one request from its connection, answers once and is gone. This process itself
never looks at a document, so that no document can leave anything behind for the next.
"""

from __future__ import annotations

import gc
import json
import math
import os
import resource
import signal
import socket
import struct
import sys
import time
from pathlib import Path
from typing import NoReturn

from intake.documents import html, images, pdf, read, spreadsheet, text, wire, word
from intake.domain.limits import Limits
from intake.domain.messages import MessagePart, PartRole

_READERS = (html, images, pdf, spreadsheet, text, word)
_OPEN_FILES = 128
_FILE_BYTES = 400_000_000
_PATIENCE_SECONDS = 2.0


def main(control: socket.socket) -> None:
    gc.collect()
    # Forks share the loaded readers' memory as long as nobody writes to it.
    gc.freeze()
    living: set[int] = set()
    try:
        while True:
            command, handles, _, _ = socket.recv_fds(control, 1, 1)
            if not command:
                return
            if command == b"f":
                pid = os.fork()
                if pid == 0:
                    control.close()
                    _serve(socket.socket(fileno=handles[0]))
                os.close(handles[0])
                living.add(pid)
                control.sendall(struct.pack("<i", pid))
            else:
                pid = int(struct.unpack("<i", _receive(control, 4))[0])
                status = _bury(pid, patiently=command == b"e") if pid in living else 0
                living.discard(pid)
                control.sendall(struct.pack("<i", status))
    finally:
        for pid in living:
            _bury(pid, patiently=False)


def _bury(pid: int, *, patiently: bool) -> int:
    """The exit status, negative for a signal. Kills the whole group: recognition may still run in it."""
    until = time.monotonic() + (_PATIENCE_SECONDS if patiently else 0)
    ended, status = os.waitpid(pid, os.WNOHANG)
    while not ended and time.monotonic() < until:
        time.sleep(0.002)
        ended, status = os.waitpid(pid, os.WNOHANG)
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        if not ended:
            os.kill(pid, signal.SIGKILL)
    if not ended:
        _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)


def _serve(connection: socket.socket) -> NoReturn:
    try:
        os.setsid()
        head_length, content_length = struct.unpack("<II", _receive(connection, 8))
        head = json.loads(_receive(connection, head_length))
        content = _receive(connection, content_length)
        limits = Limits.model_validate(head["limits"])
        _limit(limits, head["seconds"])
        described = head["part"] | {"role": PartRole(head["part"]["role"])}
        part = MessagePart(content=content, **described)
        answer = wire.pack(read.open_part(part, limits=limits, ocr_languages=tuple(head["ocr_languages"])))
        connection.sendall(struct.pack("<Q", len(answer)) + answer)
    except BaseException:
        os._exit(1)
    os._exit(0)


def _limit(limits: Limits, seconds: float) -> None:
    own = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize() if Path("/proc").exists() else 0
    memory = own + limits.parse_memory_bytes
    processor = math.ceil(seconds) + 1
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (processor, processor + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_FILE_BYTES, _FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, _OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _receive(connection: socket.socket, length: int) -> bytes:
    received = bytearray()
    while len(received) < length:
        piece = connection.recv(min(1 << 20, length - len(received)))
        if not piece:
            raise EOFError
        received += piece
    return bytes(received)


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
