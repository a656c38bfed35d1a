"""The fastest bot there can be: shows what the stand-in for Telegram's server can carry, and does nothing else.

Speaks HTTP itself and answers each update with one edit in the answer to its delivery. Reads the same variables as
`bare_bot`, and needs a webhook.
"""

import asyncio
import os
from urllib.request import Request, urlopen

import msgspec

from tests.bare_bot import STEPS, text
from tests.bot_api.wire import Connection, Exchange, Message


def answer(message: Message, exchange: Exchange) -> None:
    """One update in, one call out."""
    update = msgspec.json.decode(message.body)
    if "callback_query" in update:
        tapped = update["callback_query"]
        under, page = tapped["message"], tapped["data"]
        call = {"method": "editMessageText", "message_id": under["message_id"], "chat_id": under["chat"]["id"]}
    else:
        call, page = {"method": "sendMessage", "chat_id": update["message"]["chat"]["id"]}, "0"
    pages = [str((int(page) + step) % 997) for step in STEPS]
    keyboard = [[{"text": f"Page {other}", "callback_data": other}] for other in pages]
    call |= {"text": text(page), "parse_mode": "HTML", "reply_markup": {"inline_keyboard": keyboard}}
    exchange.respond(200, msgspec.json.encode(call))


async def serve() -> None:
    loop, connections = asyncio.get_running_loop(), set[Connection]()
    host, port = os.environ["HOST"], int(os.environ["PORT"])
    server = await loop.create_server(lambda: Connection(answer, connections), host, port)
    body = msgspec.json.encode({"url": os.environ["WEBHOOK_URL"], "max_connections": 100})
    url = f"{os.environ['TELEGRAM_API_URL']}/bot{os.environ['BOT_TOKEN']}/setWebhook"
    await asyncio.to_thread(urlopen, Request(url, body, {"Content-Type": "application/json"}))
    await server.serve_forever()


if __name__ == "__main__":
    try:
        import uvloop
    except ImportError:  # Windows
        asyncio.run(serve())
    else:
        uvloop.run(serve())
