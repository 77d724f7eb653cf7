"""The simulator's routes put together, and guarded: only this machine, and only pages of its own."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.simulator.api import BotApi
from bot.simulator.control import Control
from bot.simulator.state import SimulatorState

PAGE = Path(__file__).resolve().parent / "page"
KINDS = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
OUR_NAMES = frozenset({"127.0.0.1", "localhost"})
HEADERS = {
    # the page needs nothing from elsewhere, and no message may make it fetch something
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' blob: data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}


def build_server(state: SimulatorState) -> ASGIApp:
    """Return the whole server."""
    return Guard(Starlette(routes=[*BotApi(state).routes(), *Control(state).routes(), *page_routes()]))


def page_routes() -> list[Route]:
    """Return one route a file of the chat page."""
    files = [path for path in sorted(PAGE.iterdir()) if path.suffix in KINDS]
    return [Route("/" if path.name == "index.html" else f"/{path.name}", static(path)) for path in files]


class Guard:
    """Turns away what another web page sends here: its name for this machine, or its origin, is not ours."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it with 403."""
        if scope["type"] == "http" and not _from_here(dict(scope["headers"])):
            await Response("Forbidden", 403)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def static(path: Path) -> Callable[[Request], Response]:
    """Return a route that answers with a file, as it is now: whoever edits the page only reloads it."""

    def answer(_: Request) -> Response:
        return Response(path.read_bytes(), media_type=KINDS[path.suffix], headers=HEADERS)

    return answer


def _from_here(headers: dict[bytes, bytes]) -> bool:
    host = f"//{headers.get(b'host', b'').decode('latin-1')}"
    origin = headers.get(b"origin")
    return all(_is_ours(address) for address in (host, *([] if origin is None else [origin.decode("latin-1")])))


def _is_ours(address: str) -> bool:
    try:
        return urlsplit(address).hostname in OUR_NAMES
    except ValueError:
        return False
