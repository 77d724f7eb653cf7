"""The knowledge base: what is accepted, and that every refusal names file and line."""

import shutil
from pathlib import Path

import pytest

from index.errors import KnowledgeError
from index.knowledge import LIBRARY, load_knowledge
from index.types import Safety

FAMILY = "C02_THIRD_PARTY_ACCUSE.toml"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Copy the library, so that a test may spoil it."""
    return Path(shutil.copytree(LIBRARY, tmp_path / "library"))


def spoil(path: Path, old: str, new: str) -> int:
    """Replace the first `old` and return the line it stood on."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_the_shipped_library_is_in_order() -> None:
    knowledge = load_knowledge()
    assert {"N01_PERSONAL_INSTALMENT_60", "C02_THIRD_PARTY_ACCUSE", "F02_REFUND_FEES"} <= knowledge.families.keys()
    assert sum(one.family is None for one in knowledge.genuine) >= 60


def test_every_subject_of_the_field_is_held() -> None:
    counts = {"N": 5, "C": 8, "P": 7, "F": 7, "R": 2, "D": 2, "L": 2, "A": 3}
    expected = {f"{letter}{number:02d}" for letter, count in counts.items() for number in range(1, count + 1)}
    expected |= {"X01", "X02", "X05", "EN"}  # X03, self-harm, is a card and never scored; there is no X04
    knowledge = load_knowledge()
    assert {family.split("_")[0] for family in knowledge.families} == expected
    assert {rule.category for rule in knowledge.safety} == set(Safety)
    assert all(any(one.family == family for one in knowledge.genuine) for family in knowledge.families)


@pytest.mark.parametrize("family", ["N01_PERSONAL_INSTALMENT_60", "C02_THIRD_PARTY_ACCUSE", "F02_REFUND_FEES"])
def test_a_family_is_filled_well(family: str) -> None:
    knowledge = load_knowledge()
    assert sum(script.family == family for script in knowledge.scripts) >= 12
    assert sum(one.family == family for one in knowledge.genuine) >= 10


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        pytest.param('id = "C02-s02"', 'id = "C02-s01"', "stands already at", id="duplicate id"),
        pytest.param('rules = ["G08-13"]', 'rules = ["G99"]', "unknown rule 'G99'", id="unknown rule"),
        pytest.param('rules = ["G08-13"]', 'rules = ["G17"]', "unverified rules alone", id="unverified rule alone"),
        pytest.param('style = "template"', 'style = "poem"', "style is 'poem'", id="unknown style"),
        pytest.param('style = "template"', 'stile = "template"', "unknown key 'stile'", id="misspelt key"),
        pytest.param("致XX平台贷后管理部", "致XX平台，电话19900000000，", "personal data", id="personal data"),
        pytest.param("{date}（今天）", "今天", "a deadline says {date}", id="deadline without a date"),
        pytest.param("{date}（今天）", "{datum}{date}", "unknown placeholder {datum}", id="unknown placeholder"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_line(library: Path, old: str, new: str, complaint: str) -> None:
    line = spoil(library / FAMILY, old, new)
    with pytest.raises(KnowledgeError) as refused:
        load_knowledge(library)
    assert complaint in str(refused.value)
    place = str(refused.value).split(": ")[0]
    assert place.startswith(str(library / FAMILY))
    assert abs(int(place.rsplit(":", 1)[1]) - line) <= 12  # the table that holds the line


@pytest.mark.parametrize(
    ("name", "old", "new", "complaint"),
    [
        pytest.param("base.toml", "[[do]]", "[[dos]]", "unknown key 'dos'", id="base duties"),
        pytest.param("rules.toml", "[[rules]]", "[[rule]]", "unknown key 'rule'", id="rules"),
        pytest.param("ordinary.toml", "[[genuine]]", "[[genuines]]", "unknown key 'genuines'", id="ordinary"),
        pytest.param("safety_texts.toml", '"self_harm"', '"selfharm"', "category is 'selfharm'", id="a card"),
        pytest.param(FAMILY, "[[guidance.do]]", "[[guidance.dos]]", "unknown key 'dos'", id="guidance"),
        pytest.param(FAMILY, 'of = "C02-s', 'of = "C02-x', "holds no such script", id="rewords nothing"),
        pytest.param(
            "base.toml", "{institution}。", "{institution}，电话19900000000。", "personal data", id="a number"
        ),
    ],
)
def test_what_nothing_would_read_is_refused(library: Path, name: str, old: str, new: str, complaint: str) -> None:
    path = library / name
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(KnowledgeError, match=complaint):
        load_knowledge(library)


def test_a_list_that_is_not_held_is_refused(library: Path) -> None:
    spoil(library / "safety.toml", "«partner»", "«stranger»")
    with pytest.raises(KnowledgeError, match="unknown list «stranger»; known here: partner"):
        load_knowledge(library)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        pytest.param('id = "G02"\n', "", "id must be a text", id="a missing id"),
        pytest.param('replaced_by = "G02"', 'replaced_by = "G99"', "unknown rule 'G99'", id="an unknown successor"),
        pytest.param('replaced_by = "G02"', 'replaced_by = "G03"', "circle (G03 -> G03)", id="its own successor"),
        pytest.param('id = "G02"\n', 'id = "G02"\nreplaced_by = "G03"\n', "circle (G02 -> G03 -> G02)", id="a circle"),
    ],
)
def test_a_rule_file_that_leads_nowhere_is_refused(library: Path, old: str, new: str, complaint: str) -> None:
    spoil(library / "rules.toml", old, new)
    with pytest.raises(KnowledgeError) as refused:
        load_knowledge(library)
    assert complaint in str(refused.value)
    assert str(refused.value).startswith(f"{library / 'rules.toml'}:")


def test_a_library_that_recognises_nobody_in_danger_is_refused(library: Path) -> None:
    (library / "safety.toml").write_text("", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="self_harm"):
        load_knowledge(library)


def test_a_family_in_small_letters_is_refused(library: Path) -> None:
    (library / FAMILY).rename(library / FAMILY.lower())
    with pytest.raises(KnowledgeError, match="capital letters"):
        load_knowledge(library)


def test_an_empty_text_is_refused(library: Path) -> None:
    path = library / "ordinary.toml"
    path.write_text(path.read_text(encoding="utf-8") + '\n[[genuine]]\nid = "x"\ntext = " "\n', encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"ordinary\.toml:\d+: text must be a text that is not empty"):
        load_knowledge(library)


def test_missing_guidance_is_refused(library: Path) -> None:
    path = library / FAMILY
    text = path.read_text(encoding="utf-8").replace("[[guidance.reply]]", "[[guidance.deadline]]")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"C02_THIRD_PARTY_ACCUSE\.toml:\d+"):
        load_knowledge(library)


def test_a_file_that_is_not_toml_is_refused_by_name(library: Path) -> None:
    (library / FAMILY).write_text("id = \n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="not a readable TOML file"):
        load_knowledge(library)


def test_a_missing_file_is_refused_by_name(library: Path) -> None:
    (library / "safety.toml").unlink()
    with pytest.raises(KnowledgeError, match=r"safety\.toml is missing"):
        load_knowledge(library)


def test_a_file_named_otherwise_than_its_id_is_refused(library: Path) -> None:
    (library / FAMILY).rename(library / "C03_OTHER.toml")
    with pytest.raises(KnowledgeError, match="the file is named"):
        load_knowledge(library)


def test_the_digest_changes_with_any_file(library: Path) -> None:
    before = load_knowledge(library).digest
    spoil(library / "safety.toml", "[[categories]]", "# reviewed\n[[categories]]")
    assert load_knowledge(library).digest != before
