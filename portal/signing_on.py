"""Sign-on with an agency by OpenID Connect: where to send somebody, and who came back."""

import hashlib
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic
from typing import Any
from urllib.parse import urlencode

import httpx
from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]  # Authlib ships no types
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from config.settings import Settings
from portal.sessions import Attempt

KNOWN_SECONDS = 3600.0
"""How long what the provider says of itself is remembered."""

TIMEOUT_SECONDS = 10.0
LEEWAY_SECONDS = 60
"""How far the provider's clock may differ from ours."""

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
"""Signatures by a key that only the provider has; never `none`, never our own secret."""

BACK = "/sign-on/back"


class ProviderSilent(Exception):
    """The agency's sign-on does not answer, or not in a way that can be used."""


class NotSignedOn(Exception):
    """The agency did not say in a way that holds who came back."""


@dataclass
class Provider:
    """The agency's sign-on, as the settings name it."""

    issuer: str
    client_id: str
    client_secret: str
    back: str
    """Where the provider sends people back to."""
    _known: tuple[float, dict[str, Any], KeySet] | None = None
    _lock: Lock = field(default_factory=Lock)

    def where_to(self, attempt: Attempt) -> str:
        """The provider's page for one attempt. Raises: ProviderSilent."""
        digest = hashlib.sha256(attempt.verifier.encode()).digest()
        asked = {
            "response_type": "code", "client_id": self.client_id, "redirect_uri": self.back,
            "scope": "openid email", "state": attempt.state, "nonce": attempt.nonce,
            "code_challenge": urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }  # fmt: skip
        endpoint = str(self._discovered()[0]["authorization_endpoint"])
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"

    def address_of(self, attempt: Attempt, code: str) -> str:
        """The verified mail address of who came back with a code.

        Raises:
            ProviderSilent: it cannot be asked now.
            NotSignedOn: what it says does not hold.
        """
        metadata, keys = self._discovered()
        token = self._exchange(metadata, code, attempt.verifier)
        try:
            claims = self._checked(token, keys, attempt.nonce)
        except (JoseError, ValueError, KeyError, TypeError) as error:
            self._known = None  # it may have new keys
            raise NotSignedOn(f"its statement does not hold ({type(error).__name__})") from error
        if claims.get("email_verified") is not True or not isinstance(claims.get("email"), str):
            raise NotSignedOn("it does not vouch for your mail address")
        return str(claims["email"])

    def _exchange(self, metadata: dict[str, Any], code: str, verifier: str) -> dict[str, Any]:
        said = {"grant_type": "authorization_code", "code": code, "redirect_uri": self.back,
                "code_verifier": verifier}  # fmt: skip
        auth = httpx.BasicAuth(self.client_id, self.client_secret)
        try:
            answer = httpx.post(
                metadata["token_endpoint"], data=said, auth=auth, timeout=TIMEOUT_SECONDS
            )
            if answer.is_server_error:
                raise ProviderSilent
            token = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise ProviderSilent from error
        if answer.is_error or not isinstance(token, dict) or "id_token" not in token:
            raise NotSignedOn("it did not take the way back")
        return token

    def _checked(self, token: dict[str, Any], keys: KeySet, nonce: str) -> dict[str, Any]:
        """The claims of an ID token, whose every part was checked."""
        said = jwt.decode(token["id_token"], keys, algorithms=ALGORITHMS)
        claims = CodeIDToken(
            said.claims,
            said.header,
            options={
                "iss": {"essential": True, "value": self.issuer},
                "aud": {"essential": True, "value": self.client_id},
                "exp": {"essential": True},
            },
            params={"nonce": nonce, "client_id": self.client_id,
                    "access_token": token.get("access_token")},
        )  # fmt: skip
        claims.validate(leeway=LEEWAY_SECONDS)
        return dict(claims)

    def _discovered(self) -> tuple[dict[str, Any], KeySet]:
        """What the provider says of itself, and its keys; asked for once in a while."""
        with self._lock:
            if self._known is None or self._known[0] < monotonic():
                self._known = (monotonic() + KNOWN_SECONDS, *self._discover())
            return self._known[1:]

    def _discover(self) -> tuple[dict[str, Any], KeySet]:
        try:
            metadata = _fetch(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
            if metadata["issuer"] != self.issuer:
                raise ProviderSilent
            _ = metadata["authorization_endpoint"], metadata["token_endpoint"]
            return metadata, KeySet.import_key_set(_fetch(metadata["jwks_uri"]))  # type: ignore[arg-type]  # a dict as read from JSON
        except (httpx.HTTPError, JoseError, ValueError, KeyError, TypeError) as error:
            raise ProviderSilent from error


def _fetch(address: str) -> dict[str, Any]:
    answer = httpx.get(address, timeout=TIMEOUT_SECONDS).raise_for_status()
    found: dict[str, Any] = answer.json()
    return found


def provider_of(settings: Settings) -> Provider | None:
    """The provider that the settings name; None without one."""
    if not (settings.openid_issuer and settings.openid_client_secret):
        return None
    return Provider(
        settings.openid_issuer, settings.openid_client_id,
        settings.openid_client_secret.get_secret_value(), f"{settings.public_address}{BACK}",
    )  # fmt: skip
