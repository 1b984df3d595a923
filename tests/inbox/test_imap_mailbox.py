"""A real Dovecot: every mail is stored once it is marked, and marked only once it is stored."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from imapclient import IMAPClient

from intake.domain.errors import ConfigurationError, Unavailable
from intake.inbox.imap import Mailbox, check, take_new

pytestmark = pytest.mark.skipif(shutil.which("dovecot") is None, reason="Dovecot is not installed (Debian: dovecot-imapd)")

CONFIG = """
base_dir = {dir}/run
state_dir = {dir}/run
log_path = {dir}/log
info_log_path = {dir}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
mail_location = maildir:{dir}/mail/%n
mail_uid = {user}
mail_gid = {group}
first_valid_uid = 1
disable_plaintext_auth = no
auth_failure_delay = 0
ssl = no
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%n {dir}/users
}}
userdb {{
  driver = passwd-file
  args = username_format=%n {dir}/users
  default_fields = uid={user} gid={group} home={dir}/mail/%n
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
"""


def mail(number: int) -> bytes:
    return f"From: a@customer.example\r\nSubject: Order {number}\r\n\r\nPlease send {number} boxes.\r\n".encode()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Mailbox, subprocess.Popen[bytes]]]:
    folder = tmp_path_factory.mktemp("dovecot")
    user, group = (getpass.getuser(), getpass.getuser()) if os.getuid() else ("nobody", "nogroup")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "run").mkdir()
    (folder / "mail").mkdir()
    (folder / "users").write_text("orders:{PLAIN}secret::::::\n")
    (folder / "dovecot.conf").write_text(CONFIG.format(dir=folder, user=user, group=group, port=port))
    if not os.getuid():
        for path in (folder, *folder.rglob("*")):
            shutil.chown(path, user, group)
        for parent in folder.parents:
            if parent != Path("/tmp") and str(parent).startswith("/tmp"):
                parent.chmod(0o755)
    process = subprocess.Popen(["dovecot", "-F", "-c", str(folder / "dovecot.conf")], stderr=subprocess.DEVNULL)
    mailbox = Mailbox(host="127.0.0.1", port=port, user="orders", password="secret", security="none", read_seconds=5)
    deadline = time.monotonic() + 20
    while True:
        try:
            check(mailbox)
            break
        except (Unavailable, ConfigurationError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
    yield mailbox, process
    process.terminate()
    process.wait(10)


@pytest.fixture
def mailbox(server: tuple[Mailbox, subprocess.Popen[bytes]]) -> Iterator[Mailbox]:
    yield server[0]
    with client_of(server[0]) as client:
        client.select_folder("INBOX")
        client.delete_messages(client.search())
        client.expunge()


def client_of(mailbox: Mailbox) -> IMAPClient:
    client = IMAPClient(mailbox.host, port=mailbox.port, ssl=False)
    client.login(mailbox.user, mailbox.password)
    return client


def append(mailbox: Mailbox, *mails: bytes) -> None:
    with client_of(mailbox) as client:
        for each in mails:
            client.append("INBOX", each)


def test_new_mails_come_once_and_byte_for_byte(mailbox: Mailbox) -> None:
    append(mailbox, mail(1), mail(2))
    stored: list[bytes] = []
    assert take_new(mailbox, stored.append) == 2
    assert stored == [mail(1), mail(2)]
    assert take_new(mailbox, stored.append) == 0
    append(mailbox, mail(3))
    assert take_new(mailbox, stored.append) == 1
    assert stored[-1] == mail(3)


def test_a_mail_that_could_not_be_stored_comes_again(mailbox: Mailbox) -> None:
    append(mailbox, mail(1), mail(2))
    stored: list[bytes] = []

    def full_disk(raw: bytes) -> None:
        if raw == mail(2):
            raise OSError(28, "No space left on device")
        stored.append(raw)

    with pytest.raises(Unavailable, match="No space left"):
        take_new(mailbox, full_disk)
    assert stored == [mail(1)]
    assert take_new(mailbox, stored.append) == 1
    assert stored == [mail(1), mail(2)]


def test_the_mails_stay_unread_for_people(mailbox: Mailbox) -> None:
    append(mailbox, mail(1))
    take_new(mailbox, lambda _: None)
    with client_of(mailbox) as client:
        client.select_folder("INBOX")
        assert len(client.search("UNSEEN")) == 1


def test_taken_mails_move_where_a_folder_is_named(mailbox: Mailbox) -> None:
    append(mailbox, mail(1))
    moving = Mailbox(
        host=mailbox.host, port=mailbox.port, user="orders", password="secret", security="none", move_to="Processed/2026"
    )
    assert take_new(moving, lambda _: None) == 1
    with client_of(mailbox) as client:
        client.select_folder("Processed/2026")
        assert len(client.search()) == 1


def test_a_wrong_password_and_a_missing_folder_are_configuration(mailbox: Mailbox) -> None:
    wrong = Mailbox(host=mailbox.host, port=mailbox.port, user="orders", password="guess", security="none")
    with pytest.raises(ConfigurationError, match="refuses the login of orders"):
        take_new(wrong, lambda _: None)
    elsewhere = Mailbox(host=mailbox.host, port=mailbox.port, user="orders", password="secret", security="none", folder="Orders")
    with pytest.raises(ConfigurationError, match="has no folder Orders"):
        take_new(elsewhere, lambda _: None)


def test_a_server_that_hangs_is_unavailable(server: tuple[Mailbox, subprocess.Popen[bytes]]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        deaf = Mailbox(
            host="127.0.0.1",
            port=silent.getsockname()[1],
            user="orders",
            password="x",
            security="none",
            connect_seconds=0.5,
            read_seconds=0.5,
        )
        with pytest.raises(Unavailable, match="did not answer"):
            take_new(deaf, lambda _: None)


def test_a_closed_port_is_unavailable() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = Mailbox(host="127.0.0.1", port=free.getsockname()[1], user="orders", password="x", security="none")
    with pytest.raises(Unavailable, match="did not answer"):
        take_new(nobody, lambda _: None)


def test_a_server_that_dies_between_two_mails_loses_none(
    server: tuple[Mailbox, subprocess.Popen[bytes]], mailbox: Mailbox
) -> None:
    append(mailbox, mail(1), mail(2))
    stored: list[bytes] = []

    def stop_then_store(raw: bytes) -> None:
        stored.append(raw)
        if len(stored) == 1:
            subprocess.run(["pkill", "-KILL", "-P", str(server[1].pid), "imap"], check=False)

    with pytest.raises(Unavailable):
        take_new(mailbox, stop_then_store)
    assert take_new(mailbox, stored.append) >= 1
    assert set(stored) == {mail(1), mail(2)}
