"""The chat page in Chromium, at a phone's size: what a person sees, presses and copies. The bot is the test."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.simulator import DEMO_ADMIN
from bot.simulator.__main__ import DEMO_PEOPLE
from bot.simulator.users import PICTURE
from tests.browser import find_browser, phone
from tests.scripted import ScriptedBot

pytest_plugins = ("tests.simulator_fixture", "tests.page_fixture")

KEYBOARD = {
    "inline_keyboard": [
        [{"text": "复制回复", "copy_text": {"text": "请您提供材料。"}}],
        [{"text": "判断对", "callback_data": "right"}, {"text": "判断错", "callback_data": "wrong"}],
    ]
}
HOSTILE = "<img src=x onerror=alert(1)><script>document.title='x'</script>"


def send(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="输入或粘贴消息").fill(text)
    page.get_by_role("button", name="发送", exact=True).click()


def test_it_says_that_it_is_a_simulator(page: Page) -> None:
    expect(page.locator(".notice").first).to_have_text("模拟器：不是 Telegram，消息只留在这台电脑里。")
    expect(page.locator(".notice").first).to_be_in_viewport()


def test_a_message_is_sent_and_its_answer_shown(page: Page, scripted: ScriptedBot) -> None:
    send(page, "第一行\n第二行")
    received = scripted.last()
    assert received["text"] == "第一行\n第二行"
    scripted.call("sendChatAction", chat_id=DEMO_ADMIN, action="typing")
    expect(page.locator("#typing")).to_be_visible()
    scripted.say("<b>收到</b>", reply_parameters={"message_id": received["message_id"]})
    answer = page.locator("li.theirs")
    expect(answer.locator("strong")).to_have_text("收到")
    expect(answer.locator(".reply")).to_contain_text("第一行 第二行")
    expect(page.locator("#typing")).to_be_hidden()


def test_enter_sends_and_shift_enter_begins_a_line(page: Page, scripted: ScriptedBot) -> None:
    page.get_by_role("textbox", name="输入或粘贴消息").press_sequentially("甲")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("乙")
    page.keyboard.press("Enter")
    assert scripted.last()["text"] == "甲\n乙"
    expect(page.get_by_role("textbox", name="输入或粘贴消息")).to_have_value("")


@pytest.mark.parametrize(
    ("label", "kind"),
    [("隐藏用户", "hidden_user"), ("用户", "user"), ("群组", "chat"), ("频道", "channel")],
    ids=["hidden user", "user", "group", "channel"],
)
def test_a_message_can_be_sent_as_forwarded(page: Page, scripted: ScriptedBot, label: str, kind: str) -> None:
    page.get_by_role("button", name="转发").click()
    page.get_by_role("radio", name=label, exact=True).check()
    page.get_by_label("名称").fill("某某")
    send(page, "转来的话")
    assert scripted.last()["forward_origin"]["type"] == kind
    expect(page.locator(".from")).to_have_text(f"转发自 某某（{label}）")
    expect(page.locator("#origin")).to_be_hidden()  # the next message is one's own again


def test_a_pressed_button_shows_the_bots_words_and_the_edit(page: Page, scripted: ScriptedBot) -> None:
    said = scripted.say("研判", reply_markup=KEYBOARD)
    page.get_by_role("button", name="判断对").click()
    query = scripted.last("callback_query")
    assert query["data"] == "right"
    expect(page.get_by_role("button", name="判断对")).to_have_attribute("aria-busy", "true")
    scripted.call("answerCallbackQuery", callback_query_id=query["id"], text="已记录，谢谢")
    expect(page.get_by_role("status")).to_have_text("已记录，谢谢")
    expect(page.get_by_role("button", name="判断对")).not_to_have_attribute("aria-busy", "true")
    scripted.call("editMessageText", chat_id=DEMO_ADMIN, message_id=said["message_id"], text="改过了")
    expect(page.locator("li.theirs .words")).to_have_text("改过了")
    expect(page.locator(".keyboard")).to_have_count(0)


def test_a_copy_button_copies_and_says_so(page: Page, scripted: ScriptedBot) -> None:
    scripted.say("<pre>整段回复</pre>", reply_markup=KEYBOARD)
    page.get_by_role("button", name="复制回复").click()
    expect(page.locator(".keyboard .done")).to_have_text("已复制")
    assert page.evaluate("navigator.clipboard.readText()") == "请您提供材料。"
    page.locator(".copy-block").click()
    expect(page.locator(".copy-block")).to_have_text("已复制")
    assert page.evaluate("navigator.clipboard.readText()") == "整段回复"


def test_copying_works_where_the_clipboard_is_closed(page: Page, scripted: ScriptedBot) -> None:
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('closed')); }")
    scripted.say("研判", reply_markup=KEYBOARD)
    page.get_by_role("button", name="复制回复").click()
    expect(page.locator(".keyboard .done")).to_have_text("已复制")
    assert page.evaluate("navigator.clipboard.readText()") == "请您提供材料。"


def test_what_a_message_holds_is_never_taken_for_html(page: Page, scripted: ScriptedBot) -> None:
    send(page, HOSTILE)
    scripted.call("sendMessage", chat_id=DEMO_ADMIN, text=HOSTILE)
    expect(page.locator("li.own .words")).to_have_text(HOSTILE)
    expect(page.locator("li.theirs .words")).to_have_text(HOSTILE)
    expect(page.locator("#log img, #log script")).to_have_count(0)


def test_formatting_is_shown(page: Page, scripted: ScriptedBot) -> None:
    scripted.say(
        "<i>斜</i><u>线</u><s>删</s><code>码</code> <tg-spoiler>藏</tg-spoiler> https://example.org/a\n"
        "<blockquote>😀<b>重点</b></blockquote>\n<blockquote expandable>" + "行\n" * 9 + "尾</blockquote>"
    )
    words = page.locator("li.theirs .words")
    for tag, text in {"em": "斜", "u": "线", "s": "删", "code": "码", "blockquote strong": "重点"}.items():
        expect(words.locator(tag)).to_have_text(text)
    expect(words.locator("a")).to_have_attribute("rel", "noopener noreferrer")
    words.get_by_role("button", name="显示隐藏的文字").click()
    expect(words.locator(".hidden-words")).to_have_text("藏")
    words.get_by_role("button", name="展开全文").click()
    expect(words.get_by_role("button", name="收起")).to_have_attribute("aria-expanded", "true")


def test_own_messages_can_be_edited_and_others_replied_to(page: Page, scripted: ScriptedBot) -> None:
    send(page, "原来的话")
    page.locator("li.own .more").click()
    page.get_by_role("button", name="编辑").click()
    send(page, "改过的话")
    assert scripted.last("edited_message")["text"] == "改过的话"
    expect(page.locator("li.own .meta")).to_contain_text("已编辑")
    said = scripted.say("回答")
    page.locator("li.theirs .more").click()
    page.get_by_role("button", name="回复").click()
    send(page, "再问")
    assert scripted.last()["reply_to_message"]["message_id"] == said["message_id"]


@pytest.mark.parametrize(("name", "field"), [("图.png", "photo"), ("函.txt", "document")], ids=["picture", "file"])
def test_files_can_be_attached(page: Page, scripted: ScriptedBot, tmp_path: Path, name: str, field: str) -> None:
    (tmp_path / name).write_bytes(PICTURE)
    page.locator("#file").set_input_files(tmp_path / name)
    expect(page.locator("#file-name")).to_have_text(name)
    send(page, "附言")
    received = scripted.last()
    assert received["caption"] == "附言"
    assert received[field]
    expect(page.locator("li.own .photo" if field == "photo" else "li.own .file")).to_be_visible()


def test_each_person_has_a_chat_of_their_own(page: Page, scripted: ScriptedBot) -> None:
    send(page, "小陈的话")
    expect(page.locator("#log .words")).to_have_text("小陈的话")
    page.get_by_role("radio", name="路人").check()
    expect(page.locator("#log li")).to_have_count(0)
    send(page, "路人的话")
    expect(page.locator("#log .words")).to_have_text("路人的话")
    assert scripted.last()["from"]["id"] == DEMO_PEOPLE[2].id
    page.get_by_role("radio", name="小陈").check()
    expect(page.locator("#log .words")).to_have_text("小陈的话")


@pytest.mark.parametrize("number", range(4))
def test_samples_are_put_into_the_box(page: Page, scripted: ScriptedBot, number: int) -> None:
    page.locator("#cards button").nth(number).click()
    assert not scripted.received()
    page.get_by_role("button", name="发送", exact=True).click()
    received = scripted.last()
    assert received["text"]
    assert ("forward_origin" in received) is (number < 3)


def test_the_menu_of_commands_is_the_bots_own(page: Page, scripted: ScriptedBot) -> None:
    scripted.call("setMyCommands", commands=[{"command": "help", "description": "怎么用"}])
    page.reload()
    page.get_by_role("button", name="命令").click()
    page.get_by_role("button", name="/help").click()
    assert scripted.last()["text"] == "/help"


def test_the_page_speaks_english_when_asked(page: Page) -> None:
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".notice").first).to_contain_text("not Telegram")
    assert not re.search(r"[\u4e00-\u9fff]", page.locator("#composer").inner_text())


def test_a_long_answer_fits_the_width_and_is_shown_from_its_beginning(page: Page, scripted: ScriptedBot) -> None:
    send(page, "问")
    scripted.say("<b>开头</b>\n" + "很长的回答，" * 400 + "https://example.org/" + "a" * 300)
    expect(page.locator("li.theirs strong")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate("document.getElementById('scroll').scrollWidth <= 390")
    page.get_by_role("button", name="回到最新").click()
    expect(page.locator("li.theirs .meta")).to_be_in_viewport()


def test_everything_that_is_pressed_is_big_enough_and_has_a_name(page: Page, scripted: ScriptedBot) -> None:
    scripted.say("<pre>一段</pre><blockquote expandable>" + "行\n" * 9 + "尾</blockquote>", reply_markup=KEYBOARD)
    page.get_by_role("button", name="转发").click()
    expect(page.locator(".keyboard")).to_be_visible()
    for control in page.locator("button:visible, label:visible:has(input), input[type=text]:visible").all():
        box = control.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 39.5, control.inner_text()
    for button in page.get_by_role("button").all():
        assert button.inner_text().strip() or button.text_content()


def test_dark_and_light_are_the_systems_choice(browser: Browser, scripted: ScriptedBot) -> None:
    colours = []
    for dark in (False, True):
        context = phone(browser, dark=dark)
        opened = context.new_page()
        opened.goto(scripted.simulator.page_url)
        colours.append(opened.evaluate("getComputedStyle(document.querySelector('.phone')).backgroundColor"))
        context.close()
    light, dark_one = (sum(map(int, re.findall(r"\d+", colour)[:3])) for colour in colours)
    assert light - dark_one > 500


def test_the_page_finds_its_way_back_after_an_outage(page: Page, scripted: ScriptedBot) -> None:
    send(page, "之前")
    with scripted.simulator.outage():
        expect(page.locator("#status")).to_have_text("与模拟器断开，正在重连…")
    scripted.say("之后")
    expect(page.locator("li.theirs .words")).to_have_text("之后")
    expect(page.locator("#log li")).to_have_count(2)


@pytest.mark.parametrize(("ci", "outcome"), [("", pytest.skip.Exception), ("1", pytest.fail.Exception)])
def test_without_chromium_the_tests_skip_here_and_fail_in_ci(
    monkeypatch: pytest.MonkeyPatch, ci: str, outcome: type[BaseException]
) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("RADAR_TEST_BROWSER", raising=False)
    with pytest.raises(outcome, match="no Chromium was found: install the package chromium"):
        find_browser()
