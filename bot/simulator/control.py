"""/sim/…: what the chat page does in the place of people and their phones. JSON in, JSON out."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.simulator import people
from bot.simulator.api import as_json
from bot.simulator.chats import Standing
from bot.simulator.errors import ApiError
from bot.simulator.faults import Fault
from bot.simulator.files import Upload, as_document, as_photo
from bot.simulator.formatting import cut
from bot.simulator.markup import LONGEST_TEXT
from bot.simulator.state import SimulatorState
from bot.simulator.wire import ORIGINS, Json, Person

LONGEST_WAIT = 25.0  # seconds
Action = Callable[[Request], Awaitable[Any]]


class Control:
    """People's side of the server."""

    def __init__(self, state: SimulatorState) -> None:
        self.state = state

    def routes(self) -> list[Route]:
        """Return the routes of the chat page."""
        posts = (self.message, self.file, self.edit, self.press, self.blocked)
        return [
            Route("/sim/info", guarded(self.info)),
            Route("/sim/people", guarded(self.introduce), methods=["POST"]),
            Route("/sim/faults", guarded(self.fault), methods=["POST", "DELETE"]),
            Route("/sim/files/{file_id}", self.content),
            Route("/sim/chats/{chat_id:int}/news", guarded(self.news)),
            *(Route(f"/sim/chats/{{chat_id:int}}/{post.__name__}", guarded(post), methods=["POST"]) for post in posts),
        ]

    async def info(self, _: Request) -> Json:
        """Return who is there, the bot's menus, and what went wrong so far."""
        menus = {
            language: commands for (scope, language), commands in self.state.commands.items() if "default" in scope
        }
        return {
            "bot": self.state.bot,
            "people": [asdict(person) for person in self.state.people.values()],
            "menus": menus,
            "listening": self.state.updates.listening,
            "run": self.state.run,
            "violations": [str(violation) for violation in self.state.violations],
            "faults": len(self.state.faults),
        }

    async def introduce(self, request: Request) -> Json:
        """Let there be another person."""
        given = await request.json()
        return asdict(self.state.introduce(Person(int(given["id"]), str(given["name"]))))

    async def news(self, request: Request) -> Json | None:
        """Return what changed in a chat, waiting a while for something."""
        chat_id, asked = request.path_params["chat_id"], request.query_params
        after, wait = int(asked.get("after", "0")), min(float(asked.get("wait", "0")), LONGEST_WAIT)
        return await self.state.watch.until(lambda: self.state.news(chat_id, after), wait)

    async def message(self, request: Request) -> list[Json]:
        """Send a text; one that is too long for a message goes out in several, as from a phone."""
        chat_id, given = request.path_params["chat_id"], await request.json()
        more = self._more(chat_id, given)
        pieces = (piece for piece in cut(str(given["text"]), LONGEST_TEXT) if piece.strip())
        return [people.send(self.state, chat_id, people.written(piece) | more) for piece in pieces]

    async def file(self, request: Request) -> Json:
        """Send a picture or a document."""
        async with request.form() as form:
            part, caption = form["file"], str(form.get("caption", ""))
            given = json.loads(str(form.get("more", "{}")))
            if not isinstance(part, UploadFile):
                raise TypeError("the field `file` must hold a file")
            upload = Upload(part.filename or "file", part.content_type or "application/octet-stream", await part.read())
        chat_id = request.path_params["chat_id"]
        fields: Json = (
            {"photo": as_photo(self.state.files, upload)}
            if given.get("as_photo")
            else {"document": as_document(self.state.files, upload)}
        )
        more = self._more(chat_id, given)
        return people.send(self.state, chat_id, fields | people.captioned(caption) | more)

    async def edit(self, request: Request) -> Json:
        """Edit one's own message."""
        given, chat_id = await request.json(), request.path_params["chat_id"]
        content = people.captioned if given.get("caption") else people.written
        return people.edit(self.state, chat_id, int(given["message_id"]), content(str(given["text"])))

    async def press(self, request: Request) -> Json:
        """Press a button by its label."""
        given, chat_id = await request.json(), request.path_params["chat_id"]
        message_id = int(given["message_id"])
        button = people.button(self.state.chats[chat_id].messages[message_id], str(given["label"]))
        if "callback_data" not in button:
            raise ValueError(f"the button {button['text']!r} tells the bot nothing")
        return {"id": people.press(self.state, chat_id, message_id, button["callback_data"]).id}

    async def blocked(self, request: Request) -> Json:
        """Block the bot, or let it in again."""
        chat = self.state.chats[request.path_params["chat_id"]]
        blocked = bool((await request.json())["blocked"])
        by = self.state.people[chat.id].as_user()
        people.membership_changed(self.state, chat, by, Standing.BLOCKED if blocked else Standing.OPEN)
        return {"blocked": blocked}

    async def fault(self, request: Request) -> Json:
        """Order a fault, or call all of them off."""
        if request.method == "DELETE":
            self.state.faults.clear()
        else:
            self.state.faults.add(Fault(**await request.json()))
        return {"faults": len(self.state.faults)}

    async def content(self, request: Request) -> Response:
        """Return the content of a file for the page to show."""
        try:
            upload = self.state.files.get(request.path_params["file_id"])
        except ApiError:
            return Response(status_code=404)
        headers = {"content-disposition": "inline" if upload.kind.startswith("image/") else "attachment"}
        return Response(upload.content, media_type=upload.kind, headers=headers)

    def _more(self, chat_id: int, given: Json) -> Json:
        """Return what makes a message a forward, or a reply."""
        more: Json = {}
        if origin := given.get("origin"):
            make = ORIGINS[origin["kind"]]
            more |= people.forwarded(make(origin["name"]) if origin.get("name") else make())
        if reply_to := given.get("reply_to"):
            more |= people.replying(self.state, chat_id, int(reply_to))
        return more


def guarded(action: Action) -> Callable[[Request], Awaitable[Response]]:
    """Return an action as a route; what names something unknown becomes a 400 with one sentence."""

    async def route(request: Request) -> Response:
        try:
            return as_json(await action(request))
        except ApiError as error:
            return as_json({"error": error.description}, 400)
        except (LookupError, ValueError, TypeError) as error:
            return as_json({"error": f"{type(error).__name__}: {error}"}, 400)

    return route
