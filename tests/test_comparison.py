"""What changed between two evaluations of one yardstick."""

import json
from pathlib import Path

import pytest

from index.comparison import compare, read_results, result_of
from index.errors import YardstickError
from index.outcome import Outcome
from index.types import Safety, Verdict
from scripts.report import change_lines
from tests.labelled import FAMILY, OTHER, labelled, outcome

MATCH, POSSIBLE, NONE = Verdict.MATCH, Verdict.POSSIBLE, Verdict.NONE
SCRIPT, GENUINE = labelled("s", "script", kind="long"), labelled("g", "genuine", kind="plain")
IN_DANGER = labelled("v", "vulnerable", kind="oblique")


@pytest.mark.parametrize(
    ("old", "new", "direction"),
    [
        pytest.param(outcome(SCRIPT), outcome(SCRIPT, POSSIBLE, 0.6), "better", id="a script found"),
        pytest.param(outcome(SCRIPT, MATCH, 0.9), outcome(SCRIPT, POSSIBLE, 0.6), "worse", id="only possible now"),
        pytest.param(outcome(GENUINE), outcome(GENUINE, POSSIBLE, 0.6), "worse", id="flagged"),
        pytest.param(outcome(GENUINE, MATCH, 0.9), outcome(GENUINE, POSSIBLE, 0.6), "better", id="no match any more"),
        pytest.param(outcome(GENUINE, topic=OTHER), outcome(GENUINE, topic=FAMILY), "better", id="the topic"),
        pytest.param(
            outcome(SCRIPT, MATCH, family=FAMILY), outcome(SCRIPT, MATCH, family=OTHER), "worse", id="the family"
        ),
        pytest.param(outcome(GENUINE), outcome(GENUINE, None, safety=Safety.SELF_HARM), "worse", id="a false alarm"),
        pytest.param(outcome(IN_DANGER), outcome(IN_DANGER, None, safety=Safety.SELF_HARM), "better", id="a card"),
        pytest.param(outcome(SCRIPT, NONE, 0.1), outcome(SCRIPT, NONE, 0.4), "otherwise", id="the probability alone"),
    ],
)
def test_a_change_has_a_direction(old: Outcome, new: Outcome, direction: str) -> None:
    one, other = result_of(old), result_of(new)
    [change] = compare({one.id: one}, {other.id: other}).changes
    assert change.direction == direction


def test_what_is_judged_alike_is_no_change() -> None:
    one, other = result_of(outcome(SCRIPT, NONE, 0.10)), result_of(outcome(SCRIPT, NONE, 0.15))
    assert compare({"s": one}, {"s": other}).changes == ()


def test_the_lines_name_each_message_the_worse_ones_first() -> None:
    old = [outcome(SCRIPT), outcome(GENUINE), outcome(IN_DANGER)]
    new = [outcome(SCRIPT, POSSIBLE, 0.62, family=FAMILY), outcome(GENUINE, MATCH, 0.91, family=FAMILY), old[2]]
    before, after = ({one.row.id: result_of(one) for one in outcomes} for outcomes in (old, new))
    assert list(change_lines(compare(before, after))) == [
        "2 of 3 messages are judged otherwise: 1 better, 1 worse, 0 otherwise",
        "a change so one-sided comes about by chance with a probability of 1 (sign test)",
        "  worse     g (genuine plain): none 0.10 - -> match 0.91 N01",
        "  better    s (script long): none 0.10 - -> possible 0.62 N01",
    ]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        pytest.param("{", "no report that this program saved", id="no JSON"),
        pytest.param("[]", "no report that this program saved", id="no report"),
        pytest.param(json.dumps({"digest": "d", "results": [{"id": "a"}]}), "no report", id="half a result"),
        pytest.param(json.dumps({"digest": "other", "results": []}), "report on another yardstick", id="another file"),
    ],
)
def test_a_file_that_is_no_report_on_this_yardstick_is_refused(tmp_path: Path, content: str, complaint: str) -> None:
    path = tmp_path / "old.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(YardstickError, match=complaint):
        read_results(path, "d")
