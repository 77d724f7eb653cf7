"""What golden and dev hold: enough of every kind, in voices of their own, and nothing on the surface that tells."""

import hashlib
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from index.measures import area_under_curve
from index.overlap import shared_runs
from index.reading import rank_reading, read_reading
from index.redact import find_personal_data
from index.types import Knowledge
from index.yardstick import EVASIONS, SELF_HARM_FAMILY, Labelled, Yardstick, read_yardstick

ROOT = Path(__file__).resolve().parent.parent
YARDSTICKS = ROOT / "index" / "yardsticks"
# a change of golden makes every figure before it incomparable: it needs its reason, and this hash, in CHANGELOG
GOLDEN = "b71e2dedafcb6f1476586a2dbd11d36b28e4ef976c2281944030bf5b075851fc"
LEAST = {
    "golden": {"all": 1600, "script": 700, "genuine or chat": 700, "vulnerable": 100, "not_vulnerable": 100, "en": 80},
    "dev": {"all": 800, "script": 350, "genuine or chat": 350, "vulnerable": 50, "not_vulnerable": 50, "en": 40},
}
LONGEST_SHARED = 12  # units in a row
SCRIPT_KINDS = ("template", "paraphrase", "colloquial", "fragment", "obfuscated", "long")
NO_DEBTOR = ("A01_AGENCY_ADVERT", "A02_AUTHORISATION_LETTER", "A03_CARD_REPAY_LOAN_SPAM")
NAMES = tuple(LEAST)


@pytest.fixture(scope="module")
def yardsticks(knowledge: Knowledge) -> dict[str, Yardstick]:
    """Read both files and the acceptance messages."""
    return {name: read_yardstick(YARDSTICKS / f"{name}.jsonl", knowledge.families) for name in (*NAMES, "acceptance")}


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    """Return the name of each yardstick in turn."""
    return str(request.param)


@pytest.fixture
def rows(yardsticks: dict[str, Yardstick], name: str) -> tuple[Labelled, ...]:
    """Return the rows of each yardstick in turn."""
    return yardsticks[name].rows


def test_golden_has_not_changed_without_a_reason() -> None:
    found = hashlib.sha256((YARDSTICKS / "golden.jsonl").read_bytes()).hexdigest()
    assert found == GOLDEN
    assert found[:12] in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_nothing_that_builds_or_answers_knows_of_golden() -> None:
    own = [path for part in ("index", "bot") for path in (ROOT / part).rglob("*.py")]
    assert [path for path in own if "golden" in path.read_text(encoding="utf-8")] == []


def test_there_are_enough_of_each_label_and_language(rows: tuple[Labelled, ...], name: str) -> None:
    counts = Counter(row.label for row in rows)
    languages = Counter(row.lang for row in rows)
    found = {"all": len(rows), **counts, "genuine or chat": counts["genuine"] + counts["chat"], "en": languages["en"]}
    assert {what: found[what] for what, least in LEAST[name].items() if found[what] < least} == {}
    assert languages["zh-Hant"] >= len(rows) / 10


def test_every_subject_has_scripts_of_each_kind_and_genuine_messages(
    rows: tuple[Labelled, ...], name: str, knowledge: Knowledge
) -> None:
    scripts, genuine = (Counter(row.family for row in rows if row.label == label) for label in ("script", "genuine"))
    kinds = {(row.family, row.kind) for row in rows if row.label == "script"}
    debtors = [family for family in knowledge.families if family not in NO_DEBTOR and not family.startswith("EN_")]
    least = 20 if name == "golden" else 10
    assert {family: scripts[family] for family in debtors if scripts[family] < least} == {}
    assert [family for family in debtors for kind in SCRIPT_KINDS if (family, kind) not in kinds] == []
    assert {family: genuine[family] for family in knowledge.families if genuine[family] < least / 2} == {}
    assert scripts[SELF_HARM_FAMILY] == 0


def test_a_third_of_the_genuine_messages_is_hard(rows: tuple[Labelled, ...]) -> None:
    kinds = Counter(row.kind for row in rows if row.label in ("genuine", "chat"))
    hard = {kind: count for kind, count in kinds.items() if kind.startswith("hard_")}
    assert set(hard) == {"hard_law", "hard_request", "hard_complaint", "hard_word"}
    assert sum(hard.values()) >= kinds.total() / 3


def test_every_evasion_is_tried(rows: tuple[Labelled, ...]) -> None:
    tried = Counter(evasion for row in rows for evasion in row.evasions)
    assert {evasion: tried[evasion] for evasion in EVASIONS if tried[evasion] < 3} == {}
    assert [row.id for row in rows if row.kind == "obfuscated" and row.label == "script" and not row.evasions] == []


def test_messages_are_as_long_as_messages_are(rows: tuple[Labelled, ...]) -> None:
    lengths = sorted(len(row.text) for row in rows if row.label in ("script", "genuine"))
    assert lengths[0] >= 8
    assert lengths[-1] <= 620
    assert sum(length < 20 for length in lengths) >= len(lengths) / 10
    assert sum(length >= 200 for length in lengths) >= len(lengths) / 20


def test_no_number_of_a_person_stands_in_a_message(rows: tuple[Labelled, ...]) -> None:
    named = ("姓名", "地址")  # invented, and part of how people write
    found = {row.id: {one.kind for one in find_personal_data(row.text) if one.kind not in named} for row in rows}
    assert {name: kinds for name, kinds in found.items() if kinds} == {}


def test_whoever_reads_the_texts_alone_gives_them_the_same_labels(yardsticks: dict[str, Yardstick]) -> None:
    read = rank_reading(read_reading(YARDSTICKS / "readings" / "golden.jsonl", yardsticks["golden"]))
    assert read.found.total + read.wrong.total >= 150
    assert read.found.rate > 0.9
    assert read.wrong.rate < 0.05


def test_no_two_messages_share_their_wording(yardsticks: dict[str, Yardstick], knowledge: Knowledge) -> None:
    library = {script.id: script.text for script in knowledge.scripts}
    library |= {genuine.id: genuine.text for genuine in knowledge.genuine}
    labelled = {row.id: row.text for name in ("acceptance", "dev", "golden") for row in yardsticks[name].rows}
    found = shared_runs({**library, **labelled}, LONGEST_SHARED)
    assert [one for one in found if one.other in labelled] == []


@pytest.mark.parametrize("classifier", ["linear", "trees"])
def test_the_surface_does_not_give_the_label_away(rows: tuple[Labelled, ...], classifier: str) -> None:
    compared = [row for row in rows if row.label in ("script", "genuine", "chat")]
    features = np.array([surface(row.text) for row in compared])
    labels = np.array([row.label == "script" for row in compared])
    model = {
        "linear": make_pipeline(StandardScaler(), LogisticRegression()),
        "trees": HistGradientBoostingClassifier(max_depth=3, random_state=0),
    }[classifier]
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    scores = cross_val_predict(model, features, labels, cv=folds, method="predict_proba")[:, 1]
    assert area_under_curve(scores, labels) < 0.70


def surface(text: str) -> list[float]:
    """Return a message's length and its shares of punctuation, digits and white space."""
    total = len(text)
    marks = sum(not character.isalnum() and not character.isspace() for character in text)
    digits = sum(character.isdigit() for character in text)
    spaces = sum(character.isspace() for character in text)
    return [float(np.log(total)), marks / total, digits / total, spaces / total]
