"""The real bot against the simulator, over HTTP: what people see."""

import asyncio
import datetime as dt
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest
from pydantic import SecretStr

from bot.app import build_application
from bot.guidance import Adviser
from bot.launch import assemble
from bot.profile import Profile
from bot.records import Label
from bot.serve import serve
from bot.services import Services
from bot.settings import Settings
from bot.simulator import SIMULATOR_TOKEN
from bot.simulator.chats import Standing
from bot.simulator.running import RunningSimulator
from bot.simulator.users import SimulatedUser
from bot.simulator.wire import Person, from_channel, from_chat, from_hidden_user, from_user
from bot.store import Store
from index.build import Recipe, build
from index.snapshot import publish
from index.types import Knowledge, Safety
from tests.conftest import NOW

ADMIN, COLLECTOR, STRANGER = 1001, 1002, 2001
Json = dict[str, Any]
T = TypeVar("T")


@dataclass
class Bot:
    """The running bot, from outside and from inside."""

    simulator: RunningSimulator
    thread: "BotThread"
    admin: SimulatedUser

    def ask(self, user: SimulatedUser, text: str) -> str:
        """Send a text and return the answer."""
        user.send(text)
        return str(user.wait_for_reply()["text"])

    def store(self, question: Callable[[Store], T]) -> T:
        """Ask the bot's store something, on the thread that it belongs to."""
        return self.thread.call(lambda: question(self.thread.services.store))

    def settle(self) -> None:
        """Wait until everything has been answered."""
        wait_until(lambda: self.store(lambda store: store.status().unanswered) == 0)

    def kept(self) -> bytes:
        """Return all that is on disk of the database."""
        database = self.thread.services.settings.database
        return b"".join(path.read_bytes() for path in database.parent.glob("radar.db*"))


class BotThread:
    """The bot on an event loop of its own, as `python -m bot` runs it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.services: Services

    def start(self) -> None:
        """Start, and wait until it polls."""
        self._thread.start()
        assert self._ready.wait(30), "the bot did not start"

    def stop(self) -> None:
        """Stop as Ctrl-C does."""
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(20)
        assert not self._thread.is_alive(), "the bot did not stop"

    def call(self, question: Callable[[], T]) -> T:
        """Run something on the bot's event loop."""

        async def answer() -> T:
            return question()

        return asyncio.run_coroutine_threadsafe(answer(), self._loop).result(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        self.services = assemble(self._settings)
        app = build_application(self.services, SIMULATOR_TOKEN)
        self._stop = asyncio.Event()

        async def ready() -> None:
            self._ready.set()

        try:
            await serve(app, self.services, ready, stop=self._stop)
        finally:
            self.services.store.close()


@pytest.fixture
def settings(tmp_path: Path, snapshots: Path, loaded_once: None) -> Settings:  # noqa: ARG001 - patches
    """Return settings whose snapshots are built already."""
    data = tmp_path / "data"
    data.mkdir()
    (data / "snapshots").symlink_to(snapshots)
    return Settings(data_dir=data, admin_ids=(ADMIN,))


@pytest.fixture
def simulator() -> Iterator[RunningSimulator]:
    """Return a simulator; a request that the Bot API would not know fails the test."""
    with RunningSimulator() as running:
        yield running
        assert running.violations == []


@pytest.fixture
def bot(simulator: RunningSimulator, settings: Settings) -> Iterator[Bot]:
    """Return the running bot."""
    thread = BotThread(settings.model_copy(update={"telegram_api": simulator.base_url}))
    simulator.user(ADMIN)  # has written to the bot before, so that the bot may write first
    thread.start()
    admin = simulator.user(ADMIN)
    assert "机构信息还缺" in admin.wait_for_reply()["text"]
    yield Bot(simulator, thread, admin)
    thread.stop()


def template(knowledge: Knowledge, family: str = "N01_PERSONAL_INSTALMENT_60") -> str:
    """Return a known script."""
    return next(
        s.text for s in knowledge.scripts if s.family == family and s.style == "template" and s.lang == "zh-Hans"
    )


ORIGINS = {
    "user": from_user("某甲", 777001),
    "hidden user": from_hidden_user("某乙不显示"),
    "chat": from_chat("某丙群", -1000000777002),
    "channel": from_channel("某丁频道", -1000000777003),
}


@pytest.mark.parametrize("origin", [pytest.param(origin, id=name) for name, origin in ORIGINS.items()])
def test_a_forward_is_answered_and_its_origin_is_never_kept(bot: Bot, knowledge: Knowledge, origin: Json) -> None:
    forwarded = bot.admin.forward(template(knowledge), origin)
    reply = bot.admin.wait_for_reply()
    assert "高度吻合" in reply["text"]
    assert reply["reply_to_message"]["message_id"] == forwarded["message_id"]
    bot.settle()
    secrets = ("某甲", "某乙", "某丙", "某丁", "777001", "777002", "777003")
    wait_until(lambda: not any(secret.encode() in bot.kept() for secret in secrets))


def test_an_answer_holds_everything_a_collector_needs(bot: Bot, knowledge: Knowledge) -> None:
    text = bot.ask(bot.admin, template(knowledge))
    verdict = ("高度吻合", "试运行", "事项：", "依据", "吻合只说明措辞")
    for part in (*verdict, "现在做", "绝不要", "可复制的回复", "基本要求", "规则依据"):
        assert part in text


def test_a_short_caption_does_not_hide_that_the_picture_was_not_read(bot: Bot) -> None:
    bot.admin.photo(caption="见图")
    text = bot.admin.wait_for_reply()["text"]
    assert "文字太短" in text
    assert "图片里的字没有读" in text


def test_a_caption_is_assessed(bot: Bot, knowledge: Knowledge) -> None:
    bot.admin.photo(caption=template(knowledge)[:200])
    assert "现在做" in bot.admin.wait_for_reply()["text"]


def test_a_self_harm_statement_gets_the_card_and_nothing_else(bot: Bot, knowledge: Knowledge) -> None:
    text = bot.ask(bot.admin, f"{template(knowledge)[:80]}，逼到这一步我真的不想活了")
    assert "12356" in text
    assert not any(word in text for word in ("吻合", "%", "事项", "话术：", "规则"))
    assert labels(bot.simulator.sent(ADMIN)[-1]["reply_markup"]) == ["复制回复"]


def test_personal_data_is_masked_before_it_is_kept(bot: Bot) -> None:
    bot.ask(bot.admin, "我叫王测试，电话 199 0000 0000，这个月工资还没发，能晚几天还吗")
    kept = bot.store(lambda store: store.rows("SELECT masked_text FROM assessments"))
    assert "〔手机号〕" in kept[0]["masked_text"]
    wait_until(lambda: b"0000 0000" not in bot.kept())


def test_a_button_is_kept_once_and_says_so(bot: Bot, knowledge: Knowledge) -> None:
    bot.admin.send(template(knowledge))
    reply = bot.admin.wait_for_reply()
    assert "判断错" in bot.admin.press(reply, "判断错")
    ticked = bot.admin.wait_for_edit(reply)
    assert "已经记录过" in bot.admin.press(ticked, "✓ 判断错")
    assert bot.store(lambda store: store.status().feedback) == {Label.WRONG: 1}
    assert "已过期" in bot.admin.toast(bot.admin.tap_data(reply, "fb:999999:right"))
    assert "已过期" in bot.admin.toast(bot.admin.tap_data(reply, "something old"))


def test_the_button_that_was_pressed_last_bears_the_tick(bot: Bot, knowledge: Knowledge) -> None:
    bot.admin.send(template(knowledge))
    reply = bot.admin.wait_for_reply()
    bot.admin.press(reply, "判断错")
    once = bot.admin.wait_for_edit(reply)
    bot.admin.press(once, "判断对")
    twice = bot.admin.wait_for_edit(once)
    ticked = [labels(message["reply_markup"]) for message in (once, twice)]
    assert ticked == [["复制回复", "判断对", "✓ 判断错", "是新话术"], ["复制回复", "✓ 判断对", "判断错", "是新话术"]]
    assert twice["text"] == reply["text"]


def test_an_edited_message_is_assessed_again_as_an_update(bot: Bot, knowledge: Knowledge) -> None:
    sent = bot.admin.send("这个月账单出来了吗，麻烦查一下谢谢")
    bot.admin.wait_for_reply()
    bot.admin.edit(sent, template(knowledge))
    text = bot.admin.wait_for_reply()["text"]
    assert text.startswith("消息已编辑")
    assert "高度吻合" in text


def test_a_stranger_gets_one_sentence_and_nothing_is_kept_but_the_id(bot: Bot) -> None:
    text = bot.ask(bot.simulator.user(STRANGER), "我有一条可疑的消息想让你们看看是什么话术")
    assert str(STRANGER) in text
    bot.settle()
    assert bot.store(lambda store: store.status().assessments) == 0
    wait_until(lambda: "可疑的消息".encode() not in bot.kept())


def test_an_admin_lets_people_in_and_out(bot: Bot) -> None:
    collector = bot.simulator.user(COLLECTOR)
    assert "已允许 1002" in bot.ask(bot.admin, f"/allow {COLLECTOR}")
    assert "现在做" in bot.ask(collector, "你们什么时候能给我答复，我等了三天了")
    assert "/allow" in bot.ask(bot.admin, "/help")
    assert "/allow" not in bot.ask(collector, "/help")
    assert "只有管理员" in bot.ask(collector, "/allow 5")
    assert "已取消" in bot.ask(bot.admin, f"/remove {COLLECTOR}")
    assert str(COLLECTOR) in bot.ask(collector, "你们什么时候能给我答复，我等了三天了")
    assert "RADAR_ADMIN_IDS" in bot.ask(bot.admin, f"/remove {ADMIN}")
    for meant in ("小陈", "0", "1 2"):
        assert "用法" in bot.ask(bot.admin, f"/allow {meant}")


def test_what_is_forwarded_is_never_a_command(bot: Bot) -> None:
    origin = from_user("某人", 9)
    bot.admin.forward(f"/allow {COLLECTOR}", origin)
    assert "已允许" not in bot.admin.wait_for_reply()["text"]
    assert not bot.store(lambda store: store.is_allowed(COLLECTOR))
    bot.admin.forward("/start 我活不下去了，准备跳楼", origin)
    assert "12356" in bot.admin.wait_for_reply()["text"]


@pytest.mark.parametrize(
    "text",
    [
        "/我不想活了",
        "/help 我不想活了",
        "/ 我活不下去了，准备跳楼",
        "/status 我不想活了",
        "/allow 我不想活了",
        "/help I want to kill myself",
        "/hi I want to kill myself",
        "/bu xiang huo le",
        "/forget zisha",
    ],
)
def test_a_stroke_before_a_text_hides_nobody_in_danger(bot: Bot, text: str) -> None:
    assert "12356" in bot.ask(bot.admin, text)


def test_what_stands_beside_a_quote_can_bring_the_card(bot: Bot) -> None:
    sent = bot.admin.send("请问我的还款日可以改到二十号吗")
    bot.admin.wait_for_reply()
    beside = bot.admin.send("他刚才又说要跳楼", reply_to=sent, quote="还款日可以改到二十号")
    assert "12356" in bot.admin.wait_for_reply(to=beside)["text"]


def test_a_card_of_care_stands_above_the_normal_answer(bot: Bot, knowledge: Knowledge) -> None:
    bot.admin.send("我确诊乳腺癌，正在化疗，想申请停息分期，60期慢慢还，可以吗")
    reply = bot.admin.wait_for_reply()
    text = reply["text"]
    assert text.startswith("先顾人")
    assert text.index("先顾人") < text.index("吻合度") < text.index("事项：")
    card = Adviser(knowledge, Profile()).card(Safety.ILLNESS, "zh-Hans")
    assert bot.admin.copied(reply, "复制回复") == card.reply


def test_an_edit_that_brings_the_card_takes_the_verdict_back(bot: Bot, knowledge: Knowledge) -> None:
    sent = bot.admin.send(template(knowledge))
    answer = bot.admin.wait_for_reply()
    bot.admin.press(answer, "判断对")
    bot.admin.edit(sent, "我不想活了")
    assert "12356" in bot.admin.wait_for_reply()["text"]
    bot.settle()
    now = bot.admin.now(answer)
    assert "已撤下" in now["text"]
    assert "reply_markup" not in now
    assert bot.store(lambda store: store.status().feedback) == {}
    assert bot.store(lambda store: store.status().assessments) == 0  # of the statement the category alone is kept


def test_an_edit_does_not_take_the_card_back(bot: Bot) -> None:
    sent = bot.admin.send("我不想活了")
    bot.admin.wait_for_reply()
    bot.admin.edit(sent, "没事了，刚才说错话，我会按时还的")
    text = bot.admin.wait_for_reply()["text"]
    assert "12356" in text
    assert "吻合度" not in text


def test_who_was_let_in_once_may_still_erase_their_data(bot: Bot) -> None:
    collector = bot.simulator.user(COLLECTOR)
    bot.ask(bot.admin, f"/allow {COLLECTOR}")
    bot.ask(collector, "请问我的还款日可以改到二十号吗")
    bot.ask(bot.admin, f"/remove {COLLECTOR}")
    assert "研判记录 1 条" in bot.ask(collector, "/forget")
    assert bot.store(lambda store: store.rows("SELECT id FROM assessments")) == []


def test_forget_erases_at_once_and_says_what(bot: Bot, knowledge: Knowledge) -> None:
    bot.admin.send(template(knowledge))
    bot.admin.press(bot.admin.wait_for_reply(), "判断对")
    assert "研判记录 1 条，反馈 1 条" in bot.ask(bot.admin, "/forget")
    status = bot.store(Store.status)
    assert (status.assessments, status.feedback) == (0, {})


def test_the_language_is_chosen_with_a_button(bot: Bot, knowledge: Knowledge) -> None:
    bot.admin.send("/lang")
    bot.admin.press(bot.admin.wait_for_reply(), "English")
    text = bot.ask(bot.admin, template(knowledge))
    assert "Close match" in text
    assert "A match speaks of the wording" in text


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("/start", "话术雷达"),
        ("/help", "怎么用"),
        ("/privacy", "境外"),
        ("/status", "法务签核：无"),
        ("/nonsense", "/help"),
    ],
)
def test_a_command_is_answered(bot: Bot, command: str, said: str) -> None:
    assert said in bot.ask(bot.admin, command)


@pytest.mark.parametrize(
    ("send", "said"),
    [
        pytest.param(SimulatedUser.sticker, "贴纸", id="sticker"),
        pytest.param(SimulatedUser.location, "没有可以研判的文字", id="location"),
        pytest.param(SimulatedUser.voice, "语音", id="voice note"),
        pytest.param(lambda user: user.document(size=25 * 1024 * 1024), "20 MB", id="25 MB file"),
        pytest.param(SimulatedUser.photo, "图片", id="picture without words"),
    ],
)
def test_what_cannot_be_read_gets_a_clear_sentence(bot: Bot, send: Callable[[SimulatedUser], Json], said: str) -> None:
    send(bot.admin)
    assert said in bot.admin.wait_for_reply()["text"]


def test_an_update_that_cannot_be_read_stops_nothing_and_is_not_logged(
    bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    queue = bot.simulator.state.updates
    bot.simulator.ask(lambda: queue.add("message", {"message_id": 1, "date": "never", "text": "我的秘密"}))
    assert "研判" in bot.ask(bot.admin, "在吗？")
    wait_until(lambda: bot.simulator.pending == 0)
    assert "cannot be read" in caplog.text
    assert "秘密" not in caplog.text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("停", "太短", id="one character"),
        pytest.param("😀😀😀😀", "太短", id="emoji only"),
        pytest.param("\u202e\u200f还不上了怎么办\u200b" * 3, "现在做", id="right-to-left marks"),
        pytest.param("停\u200b催" * 2000, "现在做", id="zero-width flood"),
        pytest.param("I never agreed to this debt, please send me the validation notice.", "en", id="English"),
    ],
)
def test_strange_texts_are_answered(bot: Bot, text: str, said: str) -> None:
    assert said in bot.ask(bot.admin, text)


def test_a_group_is_left_politely(bot: Bot) -> None:
    group = bot.simulator.group()
    group.add_bot(bot.admin)
    wait_until(lambda: group.standing is Standing.LEFT)
    assert "私聊" in bot.simulator.sent(group.id)[-1]["text"]


def test_a_channel_post_is_passed_over(bot: Bot) -> None:
    bot.simulator.group("公告", kind="channel", number=7).post("今日公告")
    assert "现在做" in bot.ask(bot.admin, "请问我的还款日可以改到二十号吗")


def test_one_chat_is_answered_in_order(bot: Bot) -> None:
    sent = [bot.admin.send(f"第{number}条消息：请问还款日能不能改到发工资以后")["message_id"] for number in range(12)]
    answered = [bot.admin.wait_for_reply()["reply_to_message"]["message_id"] for _ in sent]
    assert answered == sent


@pytest.mark.parametrize(
    ("fault", "repeated"),
    [
        pytest.param({"code": 429, "retry_after": 1}, False, id="429"),
        pytest.param({"code": 502}, True, id="bad gateway"),
        pytest.param({"kind": "drop", "when": "after"}, True, id="cut off after it was sent"),
    ],
)
def test_an_answer_that_fails_is_sent_again(bot: Bot, fault: Json, *, repeated: bool) -> None:
    bot.simulator.fault("sendMessage", **fault)
    bot.admin.send("请问还款日可以改到发工资以后吗，麻烦了")
    replies = [bot.admin.wait_for_reply() for _ in range(1 + (fault.get("when") == "after"))]
    assert ("可能重复" in replies[-1]["text"]) is repeated
    assert len(bot.simulator.sent(ADMIN)) == len(replies) + 1  # and what is said at the start


def test_a_person_who_has_blocked_the_bot_stops_nobody(bot: Bot) -> None:
    bot.ask(bot.admin, f"/allow {COLLECTOR}")
    collector = bot.simulator.user(COLLECTOR)
    collector.block()
    collector.send("你们什么时候能给我答复，我等了三天了")
    assert "现在做" in bot.ask(bot.admin, "你们什么时候能给我答复，我等了三天了")


def test_a_new_snapshot_is_taken_up_while_the_bot_runs(bot: Bot, knowledge: Knowledge) -> None:
    root = own_snapshots(bot)
    version = build(root, Recipe(knowledge, "", 0.31), NOW + dt.timedelta(days=1), lambda _: None)
    publish(root, version)
    wait_until(lambda: bot.thread.services.matcher.version == version)
    assert "高度吻合" in bot.ask(bot.admin, template(knowledge))


def test_a_damaged_snapshot_is_refused_and_the_admin_told(bot: Bot, knowledge: Knowledge) -> None:
    root, answering = own_snapshots(bot), bot.thread.services.matcher.version
    shutil.copytree(root / answering, root / "20990101T000000Z-damaged")
    (root / "20990101T000000Z-damaged" / "texts.json").write_text("{}", encoding="utf-8")
    publish(root, "20990101T000000Z-damaged")
    assert "20990101T000000Z-damaged" in bot.admin.wait_for_reply()["text"]
    assert "高度吻合" in bot.ask(bot.admin, template(knowledge))
    assert bot.thread.services.matcher.version == answering


def own_snapshots(bot: Bot) -> Path:
    """Give the bot a copy of the shared snapshots, and return it."""
    root = bot.thread.services.settings.snapshots
    shared = root.resolve()
    root.unlink()
    return Path(shutil.copytree(shared, root, symlinks=True))


def test_nothing_is_assessed_before_an_admin_has_confirmed_the_notice_on_data_abroad(
    simulator: RunningSimulator, settings: Settings
) -> None:
    admin, collector = simulator.user(ADMIN), simulator.user(COLLECTOR)
    own = {"telegram_api": simulator.base_url, "telegram_token": SecretStr(SIMULATOR_TOKEN)}
    thread = BotThread(settings.model_copy(update=own))
    thread.start()
    admin.wait_for_reply()  # what the profile lacks
    notice = admin.wait_for_reply()
    assert "个人信息保护法" in notice["text"]
    admin.send(f"/allow {COLLECTOR}")
    admin.wait_for_reply()
    for person in (admin, collector):
        person.send("你们什么时候能给我答复，我等了三天了")
        assert "确认" in person.wait_for_reply()["text"]
    assert "已记录确认" in admin.press(notice, "法务已同意，启用")
    collector.send("你们什么时候能给我答复，我等了三天了")
    assert "现在做" in collector.wait_for_reply()["text"]
    thread.stop()


def labels(markup: dict[str, Any]) -> list[str]:
    """Return what stands on the buttons."""
    return [button["text"] for row in markup["inline_keyboard"] for button in row]


def wait_until(holds: Callable[[], bool], seconds: float = 15) -> None:
    """Wait until something holds."""
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "it did not come about"
        time.sleep(0.05)


def test_a_rule_is_shown_with_its_source_and_status(bot: Bot) -> None:
    shown = bot.ask(bot.admin, "/rules g14-25")
    assert "征信业管理条例" in shown
    assert "已核对" in shown


def test_a_stranger_is_answered_in_the_language_of_their_telegram(bot: Bot) -> None:
    person = Person(STRANGER, "Ann", language_code="en-GB")
    bot.simulator.ask(lambda: bot.simulator.state.introduce(person))
    assert "no permission" in bot.ask(bot.simulator.user(STRANGER), "please have a look at this message")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        pytest.param("/rules", "G14-25", id="all ids"),
        pytest.param("/rules G99", "没有编号为 G99", id="unknown"),
        pytest.param("/rules G02", "还没有核对过原文", id="unverified: not shown"),
        pytest.param("/rules U01", "对贵机构不适用", id="of another country"),
        pytest.param("/rules G15", "已经失效", id="ended"),
        pytest.param("/rules G03", "由 G02 取代", id="with a successor"),
    ],
)
def test_a_rule_that_cannot_be_relied_on_says_so(bot: Bot, asked: str, said: str) -> None:
    assert said in bot.ask(bot.admin, asked)
