"""`/healthz`: whether everything that runs answers, for whoever watches this installation."""

from datetime import timedelta

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from config.data_folder import DataFolder
from portal.context import PortalHere
from portal.health import look
from portal.loops import Turns

router = APIRouter()

WELL, NOT_WELL = 200, 503


@router.get("/healthz")
@router.head("/healthz")
def healthz(request: Request, portal: PortalHere) -> JSONResponse:
    """What is well and what is not. The process keeps its loops' turns in `app.state.turns`."""
    turns = getattr(request.app.state, "turns", Turns())
    beat = DataFolder(portal.settings.data_folder).runner_beat
    settings = portal.settings
    every = timedelta(minutes=settings.imap_every_minutes) if settings.imap_host else None
    is_well, told = look(portal.surroundings, turns, runner_beat=beat, reads_every=every)
    return JSONResponse(told, status_code=WELL if is_well else NOT_WELL)
