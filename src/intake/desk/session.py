"""Who is at the screen: a signed cookie with a name and a nonce, and the token that every form must bring back.

Passwords are argon2 hashes. Nothing is kept on the server, so several hosts may serve the same user.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from functools import cache

from itsdangerous import BadSignature, URLSafeTimedSerializer
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

COOKIE = "intake_session"

_HASHER = PasswordHash((Argon2Hasher(),))


@cache
def _nobody() -> str:
    """A hash that no password fits. Made when it is first needed: a good hash takes its time."""
    return _HASHER.hash(secrets.token_urlsafe(16))


def hash_password(password: str) -> str:
    return _HASHER.hash(password)


def password_fits(password: str, stored: str | None) -> bool:
    """Takes the same time whether or not there is such a user."""
    fits = _HASHER.verify(password, stored or _nobody())
    return fits and stored is not None


def hash_api_key(key: str) -> str:
    """API keys are long and random: a plain SHA-256 keeps them, and finds them by index."""
    return hashlib.sha256(key.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Session:
    user_name: str
    nonce: str


class Sessions:
    """Signs and reads sessions. `secret` must be the same on all hosts; `hours` is how long one lasts."""

    def __init__(self, secret: str, hours: float) -> None:
        self._secret = secret.encode()
        self._serializer = URLSafeTimedSerializer(secret, salt="intake-desk-session")
        self.seconds = int(hours * 3600)

    def begin(self, user_name: str) -> str:
        """The cookie's value for a user who has just proven who they are."""
        return str(self._serializer.dumps([user_name, secrets.token_urlsafe(12)]))

    def read(self, cookie: str | None) -> Session | None:
        if not cookie:
            return None
        try:
            name, nonce = self._serializer.loads(cookie, max_age=self.seconds)
        except (BadSignature, ValueError, TypeError):
            return None
        return Session(str(name), str(nonce))

    def form_token(self, session: Session | None) -> str:
        """The token that a form of this session carries. Before the login there is one for everybody, good for nothing else."""
        said = f"{session.user_name}\n{session.nonce}" if session else "before login"
        return hmac.new(self._secret, b"form\n" + said.encode(), hashlib.sha256).hexdigest()

    def token_fits(self, session: Session | None, token: str) -> bool:
        return hmac.compare_digest(self.form_token(session), token)
