"""The composition root: services -> a python-telegram-bot application. Tests build it with the same call.

Runs nothing by itself; `bot.serve` polls, and watches what happens meanwhile.
"""

from telegram import Update
from telegram.ext import Application, ContextTypes
from telegram.request import BaseRequest

from bot import handlers
from bot.context import SERVICES, App, Context
from bot.ordering import ChatOrder
from bot.polling import PollingRequest
from bot.services import Services

AT_ONCE = 8  # answers under way together; more would only wait for the matcher
ALLOWED_UPDATES = (Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER)


def build_application(services: Services, token: str, request: BaseRequest | None = None) -> App:
    """Build the application; `request` takes the place of the requests for everything but polling."""
    order = ChatOrder(AT_ONCE, after=lambda update: finish(services, update))
    builder = (
        Application.builder()
        .token(token)
        .base_url(f"{services.settings.telegram_api}/bot")
        .base_file_url(f"{services.settings.telegram_api}/file/bot")
        .context_types(ContextTypes(context=Context))
        .concurrent_updates(order)
        .update_queue(services.inbox)
        .job_queue(None)
        .connection_pool_size(AT_ONCE * 4)
        .get_updates_request(PollingRequest())
    )
    app: App = (builder.request(request) if request is not None else builder).build()
    app.bot_data[SERVICES] = services
    handlers.register(app)
    return app


def finish(services: Services, update: object) -> None:
    """Let the inbox forget an update that has been answered."""
    if isinstance(update, Update):
        services.inbox.done(update.update_id)


def order_of(app: App) -> ChatOrder:
    """Return the application's order, which `bot.serve` tells to stop."""
    order = app.update_processor
    assert isinstance(order, ChatOrder)  # noqa: S101 - build_application has put it there
    return order
