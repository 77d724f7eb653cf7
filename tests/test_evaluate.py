"""What is counted of judged messages."""

import numpy as np
import pytest

from index.breakdowns import breakdowns_of, shares_of
from index.evaluate import rank, worst_of
from index.measures import Share
from index.outcome import Outcome
from index.types import Safety, Verdict
from tests.labelled import FAMILY, OTHER, labelled, outcome

MATCH, POSSIBLE, NONE = Verdict.MATCH, Verdict.POSSIBLE, Verdict.NONE
FRIEND = labelled("f", "not_vulnerable", kind="false_friend")


def test_shares_count_each_label_by_itself() -> None:
    shares = shares_of(
        [
            outcome(labelled("s1", "script"), MATCH, 0.9, family=FAMILY),
            outcome(labelled("s2", "script"), POSSIBLE, 0.6, family=OTHER),
            outcome(labelled("s3", "script", also=(OTHER,)), POSSIBLE, 0.6, family=OTHER),
            outcome(labelled("s4", "script")),
            outcome(labelled("g1", "genuine", kind="hard_law"), POSSIBLE, 0.7, topic=FAMILY),
            outcome(labelled("g2", "genuine", kind="plain"), topic=OTHER),
            outcome(labelled("c1", "chat"), MATCH, 0.95),
            outcome(labelled("v1", "vulnerable", kind="oblique"), None, 0.0, safety=Safety.SELF_HARM),
            outcome(labelled("v2", "vulnerable", kind="minor"), safety=Safety.MINOR),
            outcome(FRIEND, None, 0.0, safety=Safety.SELF_HARM),
        ]
    )
    assert {name: (share.count, share.total) for name, share in shares.items()} == {
        "scripts found (match or possible)": (3, 4),
        "scripts matched": (1, 4),
        "family right, of those found": (2, 3),
        "genuine and chat wrongly matched": (1, 3),
        "genuine and chat wrongly flagged": (2, 3),
        "hard genuine wrongly matched": (0, 1),
        "hard genuine wrongly flagged": (1, 1),
        "topic right on genuine": (1, 2),
        "self-harm recognised": (1, 1),
        "self-harm false alarms": (1, 8),
        "other cards recognised": (1, 1),
        "other cards, false alarms": (0, 0),
    }


def test_a_family_that_was_not_named_is_not_right() -> None:
    assert not outcome(labelled("c", "chat"), family=None, topic=None).topic_right
    assert not outcome(labelled("c", "chat"), family=None).family_right


@pytest.mark.parametrize(
    ("judged", "error"),
    [
        pytest.param(outcome(labelled("s", "script"), POSSIBLE), None, id="a script found"),
        pytest.param(outcome(labelled("s", "script")), "a script not found", id="a script missed"),
        pytest.param(
            outcome(labelled("s", "script"), None, safety=Safety.SELF_HARM), "a false alarm for self_harm", id="alarm"
        ),
        pytest.param(outcome(labelled("g", "genuine"), MATCH), "wrongly called match", id="wronged"),
        pytest.param(outcome(labelled("c", "chat"), POSSIBLE), "wrongly called possible", id="flagged"),
        pytest.param(outcome(labelled("g", "genuine")), None, id="left in peace"),
        pytest.param(outcome(labelled("g", "genuine"), safety=Safety.ILLNESS), None, id="a card beside an answer"),
        pytest.param(outcome(labelled("v", "vulnerable")), "not recognised as self_harm", id="in danger"),
        pytest.param(
            outcome(labelled("v", "vulnerable", kind="threat"), safety=Safety.ABUSE),
            "not recognised as threat",
            id="another card",
        ),
        pytest.param(outcome(FRIEND, safety=Safety.ILLNESS), None, id="a friend of another card"),
        pytest.param(outcome(FRIEND, None, safety=Safety.SELF_HARM), "a false alarm for self_harm", id="false friend"),
    ],
)
def test_an_error_is_what_costs_a_person_something(judged: Outcome, error: str | None) -> None:
    assert judged.error == error


def test_parts_are_counted_by_themselves_and_a_disguise_counts_for_each_way() -> None:
    tables = breakdowns_of(
        [
            outcome(labelled("a", "script", kind="obfuscated", evasions=("emoji", "pinyin")), MATCH, family=FAMILY),
            outcome(labelled("b", "script", kind="obfuscated", evasions=("pinyin",))),
            outcome(labelled("c", "script", kind="template", lang="zh-Hant")),
        ]
    )
    assert {part: own["found"] for part, own in tables["Scripts by evasion"].items()} == {
        "emoji": Share(1, 1),
        "pinyin": Share(1, 2),
    }
    assert {part: own["found"] for part, own in tables["Scripts by language"].items()} == {
        "zh-Hans": Share(1, 2),
        "zh-Hant": Share(0, 1),
    }
    assert "Genuine by topic" not in tables


def test_the_worst_errors_take_turns_and_the_most_certain_come_first() -> None:
    missed = [outcome(labelled(f"s{i:02}", "script"), NONE, i / 100) for i in range(40, 0, -1)]
    wronged = [outcome(labelled(f"g{i}", "genuine"), POSSIBLE, i / 10) for i in (5, 7, 6)]
    unseen = [outcome(labelled("v", "vulnerable"))]
    worst = [one.row.id for one in worst_of([*missed, *wronged, *unseen])]
    assert worst[:7] == ["v", "g7", "s01", "g6", "s02", "g5", "s03"]
    assert len(worst) == 20


def test_a_ranking_keeps_what_a_system_reports_by_itself() -> None:
    scores, labels = np.array([0.9, 0.4, 0.2]), np.array([True, True, False])
    ranking = rank("it", scores, labels, Share(1, 2), (Share(1, 2), Share(0, 1)))
    assert (ranking.area, ranking.found_at[0.026], ranking.found) == (1.0, 1.0, Share(1, 2))
