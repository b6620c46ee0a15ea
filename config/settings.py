"""Settings of one installation, from environment variables that begin with TACYCLE_."""

from datetime import date, time
from email.utils import parseaddr
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from config.declaration import matching
from config.errors import BadInput, Problem
from config.reading import explain

PREFIX = "TACYCLE_"
_DATABASES = r"(sqlite|postgresql)(\+\w+)?://.*"


def _address(text: str) -> str:
    if "@" not in parseaddr(text)[1] or any(not char.isprintable() for char in text):
        raise ValueError("should be a name and one mail address in angle brackets")
    return text


def _database_in(data: dict[str, Any]) -> str:
    folder: Path = data.get("data_folder", Path("data"))
    return f"sqlite:///{(folder / 'tacycle.db').as_posix()}"


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

    config_folder: Path | None = None
    """Folder with what staff declare; without it, what comes with the software."""

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
            raise ValueError(f"sign-on with an agency also needs {', '.join(missing)}")
        return self


def load_settings() -> Settings:
    """Read the settings from the environment.

    Raises:
        BadInput: naming every variable whose value cannot be used. No value of a secret is shown.
    """
    try:
        return Settings()
    except ValidationError as error:
        raise BadInput(_problem(details) for details in error.errors()) from None


def _problem(details: Any) -> Problem:
    if not details["loc"]:
        cause = str(details["msg"]).removeprefix("Value error, ")
        return Problem("environment", PREFIX + "OPENID", cause, "set them all, or none")
    name = str(details["loc"][0])
    # An address of a database may hold a password.
    cause, act = explain(
        details, show_value=name not in ("secret", "database_url", "openid_client_secret")
    )
    return Problem("environment", PREFIX + name.upper(), cause, act)
