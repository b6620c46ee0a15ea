"""The three processes of `tacycle up`: Prefect's server, the flow runner, the pages."""

import sys
import time
from collections.abc import Sequence

import httpx

from cli.up.child import Child
from config.data_folder import DataFolder
from config.settings import PREFIX, Settings
from flows.server import Server

STUCK_SECONDS = 15 * 60
"""An execution takes seconds; a runner that has been silent for so long hangs."""


def crew(
    settings: Settings, data: DataFolder, server: Server, *, secret: str, only: Sequence[str]
) -> list[Child]:
    """Give the processes in the order of their start.

    Args:
        only: names of the cycles to work on; without any, all that have something before them.
    """
    environment = {
        **server.environment(),
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
        "PREFECT_LOGGING_LEVEL": "INFO",
        **_settings_of(settings, data),
    }
    return [
        Child(
            "Prefect's server", server.command, environment, data.logs / "prefect.log",
            server.answers,
        ),
        Child(
            "The flow runner", [sys.executable, "-m", "flows.runner_process", *only], environment,
            data.logs / "runner.log", lambda: _beat_age(data) < STUCK_SECONDS,
            lambda: _beat_age(data) > STUCK_SECONDS,
        ),
        Child(
            "The process of the pages", [sys.executable, "-m", "portal.process", *only],
            environment | {f"{PREFIX}SECRET": secret}, data.logs / "pages.log",
            lambda: _answers(f"http://127.0.0.1:{settings.pages_port}/healthz"),
        ),
    ]  # fmt: skip


def _settings_of(settings: Settings, data: DataFolder) -> dict[str, str]:
    """The settings that are not those of this process's own environment."""
    told = {
        "DATA_FOLDER": data.root,
        "DATABASE_URL": settings.database_url,
        "PUBLIC_ADDRESS": settings.public_address,
        "PAGES_PORT": settings.pages_port,
        "PREFECT_PORT": settings.prefect_port,
        "IMAP_HOST": settings.imap_host,
        "CONFIG_FOLDER": settings.config_folder.resolve() if settings.config_folder else "",
    }
    return {f"{PREFIX}{name}": str(value) for name, value in told.items()}


def _beat_age(data: DataFolder) -> float:
    try:
        return time.time() - data.runner_beat.stat().st_mtime
    except OSError:
        return float("inf")


def _answers(address: str) -> bool:
    try:
        httpx.get(address, timeout=5, trust_env=False)
    except httpx.TransportError:
        return False
    return True  # also where it says that something is not well yet
