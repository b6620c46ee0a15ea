"""An agency's sign-on on loopback: an OpenID Connect provider made of Authlib's server parts."""

# ruff: noqa: ARG002 - Authlib names what its methods are given

import json
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread

import uvicorn
from authlib.oauth2 import AuthorizationServer, OAuth2Request
from authlib.oauth2.rfc6749 import ClientMixin
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload
from authlib.oauth2.rfc6750 import BearerTokenGenerator
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import AuthorizationCodeMixin, UserInfo
from authlib.oidc.core.grants import OpenIDCode
from joserfc.jwk import KeySet, RSAKey
from starlette.applications import Starlette
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

CLIENT_ID, CLIENT_SECRET = "tacycle", "known to both"


class Client(ClientMixin):
    """This installation, as the provider knows it."""

    def __init__(self, back):
        self.back = back

    def get_client_id(self):
        return CLIENT_ID

    def get_default_redirect_uri(self):
        return self.back

    def get_allowed_scope(self, scope):
        return scope

    def check_redirect_uri(self, redirect_uri):
        return redirect_uri == self.back

    def check_client_secret(self, client_secret):
        return client_secret == CLIENT_SECRET

    def check_endpoint_auth_method(self, method, endpoint):
        return (method, endpoint) == ("client_secret_basic", "token")

    def check_response_type(self, response_type):
        return response_type == "code"

    def check_grant_type(self, grant_type):
        return grant_type == "authorization_code"


@dataclass
class Code(AuthorizationCodeMixin):
    """One code that was given out."""

    code: str
    redirect_uri: str
    scope: str
    nonce: str
    code_challenge: str
    code_challenge_method: str

    def get_redirect_uri(self):
        return self.redirect_uri

    def get_scope(self):
        return self.scope

    def get_nonce(self):
        return self.nonce

    def get_auth_time(self):
        return int(time.time())

    def get_acr(self):
        return None

    def get_amr(self):
        return None


class Request(OAuth2Request):
    """A request as Authlib reads it."""

    def __init__(self, method, uri, headers, query, form):
        super().__init__(method, uri, headers=headers)
        self._query, self._form = query, form
        self.payload = BasicOAuth2Payload(query | form)

    @property
    def args(self):
        return self._query

    @property
    def form(self):
        return self._form


@dataclass
class Agency(AuthorizationServer):
    """The provider: who is signed on there, and what its statement says wrongly, if anything."""

    issuer: str
    back: str
    email: str = ""
    is_verified: bool = True
    lies: dict = field(default_factory=dict)
    """Claims of the ID token that are replaced."""
    signs_with: RSAKey | None = None
    """Another key than the published one."""
    codes: dict = field(default_factory=dict)

    def __post_init__(self):
        super().__init__(scopes_supported=["openid", "email"])
        self.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
        self.register_token_generator(
            "default", BearerTokenGenerator(lambda **_: "an access token", expires_generator=None)
        )
        self.register_grant(Grant, [CodeChallenge(required=True), Statement(require_nonce=True)])

    def query_client(self, client_id):
        return Client(self.back) if client_id == CLIENT_ID else None

    def save_token(self, token, request):
        pass

    def send_signal(self, name, *args, **kwargs):
        pass

    def create_oauth2_request(self, request):
        return request

    def handle_response(self, status, body, headers):
        content = json.dumps(body) if isinstance(body, dict) else body
        return Response(content, status_code=status, headers=dict(headers))


class Grant(AuthorizationCodeGrant):
    """Codes live in the provider's memory and are used once."""

    def save_authorization_code(self, code, request):
        asked = request.payload.data
        self.server.codes[code] = Code(
            code, asked["redirect_uri"], asked["scope"], asked["nonce"], asked["code_challenge"],
            asked["code_challenge_method"],
        )  # fmt: skip

    def query_authorization_code(self, code, client):
        return self.server.codes.get(code)

    def delete_authorization_code(self, authorization_code):
        del self.server.codes[authorization_code.code]

    def authenticate_user(self, authorization_code):
        return self.server.email


class Statement(OpenIDCode):
    """The ID token."""

    def __call__(self, grant):
        self.server = grant.server
        super().__call__(grant)

    def exists_nonce(self, nonce, request):
        return any(code.nonce == nonce for code in self.server.codes.values())

    def resolve_client_private_key(self, client):
        return self.server.signs_with or self.server.key

    def get_client_algorithm(self, client):
        return "RS256"

    def get_encode_header(self, client):
        return {"alg": "RS256", "kid": "one"}

    def get_client_claims(self, client):
        now = int(time.time())
        return {"iss": self.server.issuer, "aud": [CLIENT_ID], "iat": now, "exp": now + 300}

    def get_compatible_claims(self, request):
        return self.get_client_claims(request.client)

    def generate_user_info(self, user, scope):
        said = {"sub": "1", "email": user, "email_verified": self.server.is_verified}
        return UserInfo({**said, **self.server.lies})


async def _read(request):
    form = dict(await request.form()) if request.method == "POST" else {}
    return Request(
        request.method, str(request.url), request.headers, dict(request.query_params), form
    )


@contextmanager
def agency_on(port: int, back: str):
    """Serve the provider on a port of loopback."""
    agency = Agency(f"http://127.0.0.1:{port}", back)

    async def describe(_request):
        return JSONResponse({
            "issuer": agency.issuer, "jwks_uri": f"{agency.issuer}/keys",
            "authorization_endpoint": f"{agency.issuer}/authorize",
            "token_endpoint": f"{agency.issuer}/token",
        })  # fmt: skip

    async def keys(_request):
        return JSONResponse(KeySet([agency.key]).as_dict(private=False))

    async def authorize(request):
        read = await _read(request)
        grant = agency.get_consent_grant(read, end_user=agency.email)
        return agency.create_authorization_response(read, grant_user=agency.email, grant=grant)

    async def token(request):
        return agency.create_token_response(await _read(request))

    app = Starlette(routes=[
        Route("/.well-known/openid-configuration", describe), Route("/keys", keys),
        Route("/authorize", authorize), Route("/token", token, methods=["POST"]),
    ])  # fmt: skip
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_config=None))
    thread = Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield agency
    finally:
        server.should_exit = True
        thread.join()
