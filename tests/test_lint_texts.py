"""What the library check says of messages whose wording stands twice."""

import dataclasses

from index.types import Knowledge, Safety, SafetyText
from index.yardstick import read_yardstick
from scripts.lint_texts import YARDSTICKS, closest_genuine, text_findings
from tests.small import GENUINE, SCRIPTS, small_knowledge

OWN = "先生您好我是做早点的三月份城管来了以后摊子摆不成就没有钱还了"


def messages(knowledge: Knowledge) -> list[str]:
    return [one.message for one in text_findings(knowledge)]


def test_texts_of_their_own_pass() -> None:
    assert messages(small_knowledge()) == []


def test_the_same_text_twice_is_named_with_its_file() -> None:
    [run, twin] = text_findings(small_knowledge(genuine=(*GENUINE, OWN, OWN.replace("先生", "师傅"))))
    assert run.message.startswith("g5 shares more than 20 characters in a row with g4: 您好我是做早点的")
    assert twin.message.startswith("g5 is nearly the same as g4 (0.")
    assert (run.name, run.text) == ("N01_SMALL", 'id = "g5"')


def test_a_message_for_a_card_is_checked_like_the_others() -> None:
    text = SafetyText("safe-1", OWN, Safety.ILLNESS, "zh-Hans")
    [run, _twin] = text_findings(dataclasses.replace(small_knowledge(genuine=(*GENUINE, OWN)), safety_texts=(text,)))
    assert (run.name, run.text) == ("safety_texts", 'id = "safe-1"')


def test_wording_taken_from_a_yardstick_is_named() -> None:
    taken = read_yardstick(YARDSTICKS / "acceptance.jsonl").rows[1].text
    assert messages(small_knowledge(scripts=(*SCRIPTS, f"我说，{taken}"))) == [
        "s4 shares wording with acc-002 of acceptance.jsonl"
    ]


def test_the_genuine_message_closest_to_a_script_comes_first() -> None:
    near = "我妈住院了，请贵行停止计收利息行不行"
    [first, second] = closest_genuine(small_knowledge(genuine=(*GENUINE, near)), 2)
    assert (first.genuine.text, first.script.text) == (near, SCRIPTS[0])
    assert first.likeness > second.likeness
    assert closest_genuine(small_knowledge(scripts=()), 2) == []
