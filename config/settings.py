"""Settings of one installation, from environment variables that begin with TACYCLE_."""

from datetime import date, time
from email.utils import parseaddr
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

from config.declaration import matching
from config.errors import BadInput, Problem
from config.reading import explain

PREFIX = "TACYCLE_"

NEVER_SHOWN = frozenset(
    {
        "secret", "database_url", "openid_client_secret",
        "smtp_password", "smtp_token", "imap_password", "imap_token",
    }
)  # fmt: skip
"""The settings whose values may be or hold secrets."""

_DATABASES = r"(sqlite|postgresql)(\+\w+)?://.*"


def _address(text: str) -> str:
    if "@" not in parseaddr(text)[1] or any(not char.isprintable() for char in text):
        raise ValueError("should be a name and one mail address in angle brackets")
    return text


def _address_or_none(text: str) -> str:
    if text and (parseaddr(text) != ("", text) or text.count("@") != 1):
        raise ValueError("should be one mail address, without a name")
    return text


def _database_in(data: dict[str, Any]) -> str:
    folder: Path = data.get("data_folder", Path("data"))
    return f"sqlite:///{(folder / 'tacycle.db').as_posix()}"


def _declared_in(data: dict[str, Any]) -> Path | None:
    folder: Path = data.get("data_folder", Path("data")) / "config"
    return folder if (folder / "cycles").is_dir() else None


def _loopback_address(data: dict[str, Any]) -> str:
    return f"http://127.0.0.1:{data.get('pages_port', 4280)}"


Port = Annotated[int, Field(ge=1, le=65535)]


class Settings(BaseSettings):
    """What differs from one installation to the next. Each is read from TACYCLE_ and its name."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_ignore_empty=True,
        frozen=True,
        extra="forbid",
        use_attribute_docstrings=True,  # docs/settings.md shows them
    )

    data_folder: Path = Path("data")
    """Where the tracker's database, files and the local mailbox are kept."""

    database_url: Annotated[
        str, matching(_DATABASES, "an address that begins with sqlite: or postgresql:")
    ] = Field(default_factory=_database_in)
    """SQLAlchemy's address of the tracker's database; by default SQLite in the data folder."""

    config_folder: Path | None = Field(default_factory=_declared_in)
    """Folder with what staff declare; without it, the folder config in the data folder, where
    there is one (the demo has one), else what comes with the software."""

    pages_port: Port = 4280
    """The port of the pages, on loopback."""

    prefect_port: Port = 4200
    """The port of Prefect's server and its page, on loopback."""

    public_address: Annotated[
        str,
        matching(r"https?://[^/\s]+\S*", "an address that begins with http:// or https://"),
        AfterValidator(lambda text: text.rstrip("/")),
    ] = Field(default_factory=_loopback_address)
    """How people reach the pages: the beginning of every link, without a slash at its end.

    Without it, the pages of this machine.
    Where it has a path, the proxy in front of the pages takes that off.
    """

    mail_from: Annotated[str, AfterValidator(_address)] = (
        "TA planning <ta-planning@tacycle.example>"
    )
    """From whom all mail comes."""

    reply_address: Annotated[str, AfterValidator(_address_or_none)] = ""
    """To which answers to mails go; without one, the address of mail_from. Its mailbox must take
    addresses with a plus: name+code@host, by which an answer finds its question."""

    mail_mode: Literal["local", "hold", "smtp"] = "local"
    """What happens to mail: it is kept in the local mailbox; it is held until somebody releases
    it; or it leaves by the mail server. What is released leaves by the mail server as well, or
    goes to the local mailbox where no server is set."""

    roster_is_real: bool = False
    """Whether the roster names real people, who may get mail: no mail server is used before."""

    smtp_host: str = ""
    """The mail server; empty for none."""

    smtp_port: Port = 587
    """Its port: 587 for starttls, 465 for tls, 25 for a relay."""

    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    """How the connection to it is kept secret. Its certificate is checked. "none" is taken for a
    server on this machine alone."""

    smtp_user: str = ""
    """The account by which we sign on; empty for a relay that knows this machine."""

    smtp_password: SecretStr | None = None
    """Its password."""

    smtp_token: SecretStr | None = None
    """An OAuth access token in place of the password (XOAUTH2)."""

    smtp_token_file: Path | None = None
    """A file that holds such a token, for tokens that end: it is read at each sign-on, so whoever
    gets new ones writes them there."""

    mails_a_minute: Annotated[int, Field(ge=1)] = 120
    """How many mails leave in a minute at most: what is urgent goes first."""

    imap_host: str = ""
    """The server of the mailbox to which answers to mails go; empty: no mailbox is read."""

    imap_port: Port = 993
    """Its port: 993 for tls, 143 for starttls."""

    imap_security: Literal["tls", "starttls", "none"] = "tls"
    """How the connection to it is kept secret. Its certificate is checked. "none" is taken for a
    server on this machine alone."""

    imap_user: str = ""
    """The account of the mailbox."""

    imap_password: SecretStr | None = None
    """Its password."""

    imap_token: SecretStr | None = None
    """An OAuth access token in place of the password (XOAUTH2)."""

    imap_token_file: Path | None = None
    """A file that holds such a token, for tokens that end: it is read at each sign-on."""

    imap_folder: str = "INBOX"
    """The folder that is read."""

    imap_taken_folder: str = "Taken in"
    """The folder to which a mail goes once it is on record; made where it is missing."""

    imap_every_minutes: Annotated[int, Field(ge=1, le=1440)] = 5
    """How often `tacycle up` reads the mailbox, in minutes."""

    secret: Annotated[SecretStr, Field(min_length=32)] | None = None
    """The server secret from which links are derived; at least 32 characters."""

    omb_number: str = ""
    """OMB control number of the forms that states fill in, such as 0970-0000."""

    omb_expires_on: date | None = None
    """Last day on which that number holds."""

    burden_statement: str = ""
    """The statement on the public reporting burden, as OMB approved it."""

    officers_sign_on: Literal["link", "openid"] = "link"
    """How federal officers show who they are before they decide: by the link of their mail and
    their typed name, or by signing on with their agency."""

    openid_issuer: Annotated[
        str, matching(r"(https?://[^/\s]+\S*)?", "an address that begins with https://")
    ] = ""
    """The agency's OpenID Connect provider, exactly as it names itself; empty for none."""

    openid_client_id: str = ""
    """Under which name the provider knows this installation."""

    openid_client_secret: SecretStr | None = None
    """By which the provider knows that it is this installation."""

    daily_mail_at: time = time(8)
    """When the mail of the day leaves, in the time zone of the cycle."""

    wake_gather_seconds: Annotated[float, Field(ge=0)] = 3.0
    """How long the waker gathers answers before it wakes a step, in seconds."""

    lease_seconds: Annotated[int, Field(ge=1)] = 120
    """How long a run may be silent before its lease is dead, in seconds."""

    @model_validator(mode="after")
    def _check_openid(self) -> "Settings":
        named = {
            "openid_issuer": bool(self.openid_issuer),
            "openid_client_id": bool(self.openid_client_id),
            "openid_client_secret": self.openid_client_secret is not None,
        }
        missing = [PREFIX + name.upper() for name, is_given in named.items() if not is_given]
        is_wanted = any(named.values()) or self.officers_sign_on == "openid"
        if is_wanted and missing:
            raise _fault(
                "OPENID", f"sign-on with an agency also needs {', '.join(missing)}",
                "set them all, or none",
            )  # fmt: skip
        return self

    @model_validator(mode="after")
    def _check_mail_server(self) -> "Settings":
        if self.mail_mode == "smtp" and not self.smtp_host:
            raise _fault("SMTP_HOST", "is empty, and mail shall leave by the mail server",
                         "name the server, or set TACYCLE_MAIL_MODE to local")  # fmt: skip
        if self.mail_mode == "local" or not self.smtp_host:
            return self
        if not self.roster_is_real:
            raise _fault(
                "ROSTER_IS_REAL", "does not say that mail may leave to the people of the roster",
                "set it to true when the roster is real, or set TACYCLE_MAIL_MODE to local",
            )  # fmt: skip
        if self.smtp_security == "none" and not _is_here(self.smtp_host):
            raise _fault("SMTP_SECURITY", f"is none, and {self.smtp_host} is another machine",
                         "set it to starttls or tls")  # fmt: skip
        signs = (self.smtp_password, self.smtp_token, self.smtp_token_file)
        if self.smtp_user and signs == (None, None, None):
            raise _fault("SMTP_PASSWORD", f"is empty, and {self.smtp_user} must sign on",
                         "set it, or TACYCLE_SMTP_TOKEN")  # fmt: skip
        return self

    @model_validator(mode="after")
    def _check_mailbox(self) -> "Settings":
        if not self.imap_host:
            return self
        signs = (self.imap_password, self.imap_token, self.imap_token_file)
        if not self.imap_user or signs == (None, None, None):
            raise _fault("IMAP_USER", f"or how to sign on is empty, and {self.imap_host} is named",
                         "set it, and TACYCLE_IMAP_PASSWORD or a token")  # fmt: skip
        if self.imap_security == "none" and not _is_here(self.imap_host):
            raise _fault("IMAP_SECURITY", f"is none, and {self.imap_host} is another machine",
                         "set it to tls or starttls")  # fmt: skip
        if self.imap_taken_folder == self.imap_folder:
            raise _fault("IMAP_TAKEN_FOLDER", "is the folder that is read",
                         "name another one")  # fmt: skip
        return self


def _fault(name: str, cause: str, act: str) -> PydanticCustomError:
    """A fault of several settings together, told of one of them."""
    return PydanticCustomError("together", "{cause}", {"name": name, "cause": cause, "act": act})


def _is_here(host: str) -> bool:
    return host == "localhost" or host.startswith("127.") or host == "::1"


def load_settings() -> Settings:
    """Read the settings from the environment.

    Raises:
        BadInput: naming every variable whose value cannot be used. No value of a secret is shown.
    """
    try:
        return Settings()
    except ValidationError as error:
        raise BadInput(
            _problem(details)
            for details in error.errors()
            if details["type"] != "default_factory_not_called"  # only follows from another one
        ) from None


def _problem(details: Any) -> Problem:
    if not details["loc"]:
        told = details["ctx"]
        return Problem("environment", PREFIX + told["name"], told["cause"], told["act"])
    name = str(details["loc"][0])
    # An address of a database may hold a password.
    cause, act = explain(details, show_value=name not in NEVER_SHOWN)
    return Problem("environment", PREFIX + name.upper(), cause, act)
