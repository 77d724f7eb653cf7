"""What the simulator makes of requests: which break the Bot API's facts, which come from elsewhere, how fast it is."""

import contextlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from bot.simulator import SIMULATOR_TOKEN
from bot.simulator.__main__ import main as serve
from bot.simulator.facts import DEFAULT_TABLE, Facts
from bot.simulator.running import RunningSimulator
from bot.simulator.users import SimulatedUser
from bot.simulator.wire import Json
from scripts.api_facts import main as api_facts

pytest_plugins = ("tests.simulator_fixture",)

GOOD = {"chat_id": 1001, "text": "好"}


@pytest.fixture
def client(simulator: RunningSimulator) -> Iterator[httpx.Client]:
    """Return a client of the simulator."""
    with httpx.Client(base_url=simulator.base_url) as made:
        yield made


def call(client: httpx.Client, method: str, **values: object) -> Json:
    answer: Json = client.post(f"/bot{SIMULATOR_TOKEN}/{method}", json=values).json()
    return answer


@pytest.mark.parametrize(
    ("method", "values", "problem"),
    [
        pytest.param("sendMessage", GOOD | {"txt": "好"}, "sendMessage: txt: unknown field", id="unknown field"),
        pytest.param("sendMessage", {"text": "好"}, "sendMessage: chat_id: required", id="missing field"),
        pytest.param("sendMessage", GOOD | {"text": 5}, "sendMessage: text: must be String", id="wrong type"),
        pytest.param(
            "sendMessage", GOOD | {"protect_content": 1}, "protect_content: must be Boolean", id="1 is not true"
        ),
        pytest.param(
            "sendMessage",
            GOOD | {"reply_markup": {"inline_keyboard": [[{"text": "a", "calback_data": "b"}]]}},
            "reply_markup.inline_keyboard[0][0].calback_data: unknown field of InlineKeyboardButton",
            id="unknown field of a button",
        ),
        pytest.param(
            "sendMessage",
            GOOD | {"reply_parameters": {"quote": "a"}},
            "reply_parameters.message_id: required",
            id="missing field of a reply",
        ),
        pytest.param("setMyCommands", {"commands": {"a": "b"}}, "must be Array of BotCommand", id="no array"),
        pytest.param("sendMesage", GOOD, "sendMesage: unknown method", id="unknown method"),
        pytest.param("sendDice", {"chat_id": 1001}, "the simulator does not have this method", id="not simulated"),
    ],
)
def test_what_the_bot_api_does_not_know_is_refused_and_noted(
    simulator: RunningSimulator, client: httpx.Client, method: str, values: Json, problem: str
) -> None:
    simulator.user(1001)
    answer = call(client, method, **values)
    assert answer["error_code"] in (400, 404)
    [violation] = simulator.take_violations()
    assert problem in str(violation)
    assert simulator.sent(1001) == []


@pytest.mark.parametrize("way", ["query", "form", "json", "multipart"])
def test_fields_may_come_in_four_ways(client: httpx.Client, person: SimulatedUser, way: str) -> None:
    address = f"/bot{SIMULATOR_TOKEN}/sendMessage"
    as_text = {"chat_id": "1001", "text": "5", "reply_markup": json.dumps({"inline_keyboard": []})}
    answers = {
        "query": lambda: client.get(address, params=as_text),
        "form": lambda: client.post(address, data=as_text),
        "json": lambda: client.post(address, json=GOOD | {"text": "5"}),
        "multipart": lambda: client.post(address, files={name: (None, value) for name, value in as_text.items()}),
    }
    assert answers[way]().json()["result"]["text"] == "5"
    assert len(person.replies()) == 1


def test_a_wrong_token_and_no_token_are_told_apart(client: httpx.Client) -> None:
    wrong = client.post("/bot1:WRONG/getMe")
    assert wrong.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}
    assert client.post("/botnonsense/getMe").json()["error_code"] == 404
    assert client.get("/file/bot1:WRONG/documents/SimFile00000001").status_code == 404


def test_unpaired_surrogates_pass_through(client: httpx.Client, person: SimulatedUser) -> None:
    person.send("\ud83d 你好 \udc00")
    [update] = call(client, "getUpdates")["result"]
    assert update["message"]["text"] == "\ud83d 你好 \udc00"


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"host": "radar.example"}, id="another name for this machine"),
        pytest.param({"origin": "https://radar.example"}, id="another site's page"),
        pytest.param({"origin": "null"}, id="a page without an origin"),
    ],
)
def test_what_another_web_page_sends_is_turned_away(client: httpx.Client, headers: dict[str, str]) -> None:
    assert client.get("/", headers=headers).status_code == 403
    assert client.get("/sim/info", headers=headers).status_code == 403


def test_the_page_may_fetch_nothing_from_elsewhere(client: httpx.Client) -> None:
    page = client.get("/")
    assert page.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'")
    assert "http" not in page.text.replace("http-equiv", "")


def test_the_control_routes_do_what_people_do(simulator: RunningSimulator, client: httpx.Client) -> None:
    client.post("/sim/people", json={"id": 7, "name": "小周"})
    sent = client.post(
        "/sim/chats/7/message", json={"text": "好", "origin": {"kind": "channel", "name": "频道"}}
    ).json()
    client.post("/sim/chats/7/blocked", json={"blocked": True})
    client.post("/sim/faults", json={"method": "getMe", "code": 500})
    assert call(client, "getMe")["error_code"] == 500
    assert sent[0]["forward_origin"]["chat"]["title"] == "频道"
    assert call(client, "sendMessage", chat_id=7, text="好")["error_code"] == 403
    assert client.get("/sim/chats/7/news").json()["messages"] == sent
    assert simulator.pending == 2


def test_a_long_text_goes_out_in_several_messages(client: httpx.Client, simulator: RunningSimulator) -> None:
    simulator.user(7)
    sent = client.post("/sim/chats/7/message", json={"text": "长" * 10_000}).json()
    assert [len(message["text"]) for message in sent] == [4096, 4096, 1808]


@pytest.mark.parametrize(
    ("address", "content"),
    [
        ("/sim/chats/404/message", {"text": "好"}),
        ("/sim/chats/7/press", {"message_id": 99, "label": "x"}),
        ("/sim/chats/7/message", {"txt": "好"}),
        ("/sim/faults", {"kind": "earthquake"}),
    ],
)
def test_a_control_route_says_what_it_does_not_know(
    client: httpx.Client, simulator: RunningSimulator, address: str, content: Json
) -> None:
    simulator.user(7)
    answer = client.post(address, json=content)
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_without_a_table_everything_is_let_through() -> None:
    values = (
        Facts().read("sendMessage", {"chat_id": "5", "text": "{5}", "protect_content": "true"}, as_text=True).values
    )
    assert values == {"chat_id": 5, "text": "{5}", "protect_content": True}


def test_the_table_is_made_of_names_and_types_alone(tmp_path: Path) -> None:
    field = {"name": "chat", "types": ["Chat", "Array of User"], "required": True, "description": "prose"}
    source = {
        "version": "Bot API 1",
        "methods": {"ask": {"name": "ask", "description": ["prose"], "fields": [field]}},
        "types": {
            "Chat": {"subtypes": ["Group"]},
            "Group": {"fields": [{"name": "id", "types": ["Integer"], "required": False}]},
            "User": {"description": ["prose"]},
            "Unused": {"fields": []},
        },
    }
    (tmp_path / "source.json").write_text(json.dumps(source))
    made = CliRunner().invoke(api_facts, [str(tmp_path / "source.json"), "-o", str(tmp_path / "table.json")])
    assert made.exit_code == 0, made.output
    assert json.loads((tmp_path / "table.json").read_text()) == {
        "version": "Bot API 1",
        "methods": {"ask": {"chat": "!Chat|Array of User"}},
        "types": {"Chat": ["Group"], "Group": {"id": "Integer"}, "User": {}},
    }


def test_a_file_that_describes_no_bot_api_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "source.json").write_text("[]")
    made = CliRunner().invoke(api_facts, [str(tmp_path / "source.json"), "-o", str(tmp_path / "table.json")])
    assert made.exit_code == 1
    assert "no description of the Bot API" in made.output


def test_the_shipped_table_is_whole() -> None:
    facts = Facts.load(DEFAULT_TABLE)
    assert len(facts.methods) == 180
    assert facts.methods["sendMessage"]["text"] == "!String"


def test_200_messages_a_second_are_no_burden(client: httpx.Client, person: SimulatedUser) -> None:
    began = time.perf_counter()
    for number in range(200):
        person.send(str(number))
        assert call(client, "sendMessage", chat_id=person.id, text=f"<b>{number}</b>", parse_mode="HTML")["ok"]
    assert time.perf_counter() - began < 4, "slower than a quarter of what it does on an idle machine"


def test_a_port_that_is_taken_is_named_in_one_sentence(simulator: RunningSimulator) -> None:
    refused = CliRunner().invoke(serve, ["--port", str(simulator.port)])
    assert refused.exit_code == 1
    assert refused.output.startswith(f"Error: port {simulator.port} cannot be used")


def test_it_ends_with_the_program_that_started_it(simulator: RunningSimulator) -> None:
    port = str(simulator.port)
    simulator.stop()
    command = [sys.executable, "-m", "bot.simulator", "--port", port, "--with-parent"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as child:
        wait_for_page(f"http://127.0.0.1:{port}/")
        assert child.stdin is not None
        child.stdin.close()
        assert child.wait(10) == 0


def wait_for_page(address: str) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with contextlib.suppress(httpx.ConnectError):
            httpx.get(address)
            return
        time.sleep(0.05)
    pytest.fail("the simulator did not start")
