"""/bot<token>/<method> and /file/bot<token>/<path>: requests read, checked, answered or made to fail."""

import json
import re
import time
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot.simulator.chats import Call
from bot.simulator.errors import ApiError, bad_request
from bot.simulator.facts import Reading
from bot.simulator.faults import Fault
from bot.simulator.files import Upload
from bot.simulator.methods import METHODS
from bot.simulator.state import SimulatorState
from bot.simulator.wire import Json

GET_UPDATES = "getUpdates"
TOKEN = re.compile(r"\d+:[\w-]+", re.ASCII)


class BrokenOff(Response):
    """An answer that is begun and never ended: the server closes the connection."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - of the interface
        """Promise a body and send none."""
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1")]})


class BotApi:
    """The bot's side of the server."""

    def __init__(self, state: SimulatorState) -> None:
        self.state = state

    def routes(self) -> list[Route]:
        """Return the routes of the Bot API."""
        return [
            Route("/bot{token}/{method}", self.answer, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", self.download),
        ]

    async def answer(self, request: Request) -> Response:
        """Answer one call."""
        method = request.path_params["method"]
        try:
            self._check_token(request)
            values = self._checked(method, await read(request), as_text=not is_json(request))
            fault = self.state.faults.take(method, values.get("chat_id"))
            if fault is not None and fault.when == "before":
                return await self._fail(fault)
            result = await self._call(method, values)
            return ok(result) if fault is None else await self._fail(fault)
        except ApiError as error:
            return refused(error)
        except Exception as error:  # noqa: BLE001 - a fault of the simulator must fail the test, not hide behind a retry
            self.state.violated(method, f"the simulator failed with {error!r}")
            return refused(ApiError(500, f"Internal Server Error: {type(error).__name__}"))

    async def download(self, request: Request) -> Response:
        """Answer with the content of a file."""
        upload = self.state.files.at(request.path_params["path"])
        if request.path_params["token"] != self.state.token or upload is None:
            return refused(ApiError(404, "Not Found"))
        return Response(upload.content, media_type="application/octet-stream")

    def _check_token(self, request: Request) -> None:
        token = request.path_params["token"]
        if token != self.state.token:
            raise ApiError(401, "Unauthorized") if TOKEN.fullmatch(token) else ApiError(404, "Not Found")

    def _checked(self, method: str, given: Json, *, as_text: bool) -> Json:
        """Return the fields of a call; note a violation and raise ApiError where the Bot API knows no such thing."""
        facts = self.state.facts
        if method not in (facts.methods or {*METHODS, GET_UPDATES}):
            self.state.violated(method, "unknown method")
            raise ApiError(404, "Not Found")
        reading: Reading = facts.read(method, given, as_text=as_text)
        problems = reading.problems
        if method not in METHODS and method != GET_UPDATES:
            problems = (*problems, "the simulator does not have this method")
        for problem in problems:
            self.state.violated(method, problem)
        if problems:
            raise bad_request(problems[0])
        return reading.values

    async def _call(self, method: str, values: Json) -> Any:
        if method == GET_UPDATES:
            offset, limit = values.get("offset", 0), values.get("limit", 100)
            return await self.state.updates.poll(offset, limit, values.get("timeout", 0), values.get("allowed_updates"))
        self.state.calls.append(Call(method, values, time.monotonic()))
        return METHODS[method](self.state, values)

    async def _fail(self, fault: Fault) -> Response:
        if fault.kind == "error":
            return refused(fault.as_error())
        if fault.kind == "timeout":
            await self.state.watch.until(lambda: False, fault.seconds)
        return BrokenOff()


async def read(request: Request) -> Json:
    """Return the fields of a request, whichever of the four ways they came."""
    given: Json = dict(request.query_params)
    kind = request.headers.get("content-type", "").partition(";")[0]
    if kind == "application/x-www-form-urlencoded":
        body = (await request.body()).decode("utf-8", "replace")
        given |= parse_qsl(body, keep_blank_values=True)
    elif kind == "multipart/form-data":
        given |= await _read_parts(request)
    elif is_json(request):
        given |= await _read_json(request)
    return given


async def _read_parts(request: Request) -> Json:
    async with request.form() as form:
        return {
            name: Upload(part.filename or name, part.content_type or "application/octet-stream", await part.read())
            if isinstance(part, UploadFile)
            else part
            for name, part in form.items()
        }


async def _read_json(request: Request) -> Json:
    try:
        given = json.loads(await request.body() or b"{}")
    except ValueError as error:
        raise bad_request("can't parse the JSON of the request") from error
    if not isinstance(given, dict):
        raise bad_request("the JSON of the request must be an object")
    return given


def is_json(request: Request) -> bool:
    """Say whether a request brings JSON, in which a number is no string."""
    return request.headers.get("content-type", "").startswith("application/json")


def ok(result: Any) -> Response:
    """Return a result as Telegram does."""
    return as_json({"ok": True, "result": result})


def refused(error: ApiError) -> Response:
    """Return a refusal as Telegram does."""
    parameters = {"parameters": error.parameters} if error.parameters else {}
    body = {"ok": False, "error_code": error.code, "description": error.description} | parameters
    return as_json(body, error.code)


def as_json(content: Any, status: int = 200) -> Response:
    """Return JSON in plain ASCII: a text may hold unpaired surrogates, which UTF-8 cannot write."""
    return Response(json.dumps(content).encode("ascii"), status, media_type="application/json")
