"""Facts about the profile: what it says, what it lacks, and what it keeps from being shown."""

import datetime as dt
import re
from pathlib import Path

import pytest

from bot.errors import ProfileError
from bot.profile import NEUTRAL, Counsel, Profile, load_profile
from index.lines import KINDS
from index.types import Line, Rule

TODAY = dt.date(2026, 5, 1)
EXAMPLE = Path(__file__).resolve().parent.parent / "profile.example.toml"


def rule(name: str, **changes: object) -> Rule:
    """Return a rule that binds everyone in China, changed as told."""
    values: dict[str, object] = {
        "id": name, "name": {"zh-Hans": name}, "issuer": {"zh-Hans": "x"}, "jurisdiction": "CN", "kinds": (),
        "article": "1", "in_force": "2021-11-01", "until": "", "ended": False,
        "replaced_by": "", "demand": {"zh-Hans": "x"},
        "status": "verified", "source": "x", "checked": "2026-04-01",
    }  # fmt: skip
    return Rule(**values | changes)  # type: ignore[arg-type] # a test's shorthand


def line(*rules: str, kinds: tuple[str, ...] = ()) -> Line:
    """Return a line resting on these rules."""
    return Line({"zh-Hans": "x", "en": "x"}, rules, kinds)


def written(tmp_path: Path, text: str) -> Path:
    """Return a profile file."""
    path = tmp_path / "profile.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_everything_is_a_gap_but_what_the_country_gives() -> None:
    profile = load_profile(None)
    assert profile.jurisdiction == "CN"
    assert profile.gaps() == ("kind", "institution", "hotline", "complaint_channel", "supervisor", "counsel")


def test_the_example_is_a_profile_that_only_counsel_has_to_sign() -> None:
    profile = load_profile(EXAMPLE)
    assert profile.kind == "bank_card"
    assert profile.gaps() == ("counsel",)
    assert profile.fill("en")["institution"] == "Example Bank Card Centre"


def test_the_example_names_every_kind() -> None:
    assert all(kind in EXAMPLE.read_text(encoding="utf-8") for kind in KINDS)


@pytest.mark.parametrize("date", ["2026-05-01", '"2026-05-01"'], ids=["TOML date", "text"])
def test_counsel_signs_with_name_and_date(tmp_path: Path, date: str) -> None:
    profile = load_profile(written(tmp_path, f'[counsel]\nname = "某律师"\ndate = {date}\n'))
    assert profile.counsel == Counsel("某律师", TODAY)
    assert "counsel" not in profile.gaps()


def test_another_country_has_no_crisis_contacts_until_they_are_set(tmp_path: Path) -> None:
    profile = load_profile(written(tmp_path, 'jurisdiction = "US"\n[crisis]\npolice = "911"\n'))
    assert profile.gaps()[-3:] == ("crisis.medical", "crisis.psychological_aid", "counsel")
    assert profile.fill("en")["police"] == "911"
    assert profile.fill("en")["medical"] == "the local medical emergency number"


def test_one_crisis_contact_can_be_changed(tmp_path: Path) -> None:
    fill = load_profile(written(tmp_path, '[crisis]\npsychological_aid = "010-0000"\n')).fill("zh-Hans")
    assert (fill["police"], fill["medical"], fill["psychological_aid"]) == ("110", "120", "010-0000")


@pytest.mark.parametrize("lang", ["zh-Hans", "zh-Hant", "en", "de"])
def test_every_placeholder_is_filled_in_every_language(lang: str) -> None:
    filled = Profile().fill(lang)
    assert set(filled) == set(NEUTRAL)
    assert all(filled.values())


def test_a_plain_text_is_used_in_every_language(tmp_path: Path) -> None:
    profile = load_profile(written(tmp_path, 'hotline = "95000"\n'))
    assert {profile.fill(lang)["hotline"] for lang in ("zh-Hans", "zh-Hant", "en")} == {"95000"}


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    assert load_profile(written(tmp_path, '\ufeffkind = "assignee"\n')).kind == "assignee"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param('\nkind = "bank"\n', ":2: kind is 'bank'; known kinds: bank_card, consumer_finance", id="kind"),
        pytest.param("kind = 3\n", ":1: kind is 3; known kinds", id="kind of another type"),
        pytest.param('jurisdiction = "China"\n', ":1: jurisdiction must be a country code", id="country"),
        pytest.param('kind = "assignee"\nhotlin = "1"\n', ":2: unknown key 'hotlin'; known here: kind", id="misspelt"),
        pytest.param('hotline = ""\n', ":1: hotline must be one line of 1 to 80 characters", id="empty"),
        pytest.param(f'hotline = "{"9" * 81}"\n', ":1: hotline must be one line", id="too long for a reply"),
        pytest.param('hotline = "a\\nb"\n', ":1: hotline must be one line", id="two lines"),
        pytest.param("hotline = 95000\n", ":1: hotline must be a text in quotes", id="a number"),
        pytest.param('[hotline]\nen = "x"\n', ":1: hotline is missing in zh-Hans", id="one language only"),
        pytest.param('[hotline]\nzh-Hans = "x"\nfr = "x"\n', ":3: unknown key 'fr'", id="language"),
        pytest.param("crisis = 110\n", ":1: crisis must be a table", id="not a table"),
        pytest.param("[crisis]\npolice = 110\n", ":2: crisis.police must be a text in quotes", id="crisis number"),
        pytest.param('[counsel]\nname = "x"\n', ":1: counsel.date must be a day", id="no date"),
        pytest.param('[counsel]\nname = "x"\ndate = "May"\n', ":3: counsel.date must be a day", id="date"),
        pytest.param("[counsel]\ndate = 2026-05-01\n", ":1: counsel.name must be a text in quotes", id="no name"),
    ],
)
def test_a_mistake_is_one_sentence_with_file_and_line(tmp_path: Path, text: str, told: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ProfileError, match=f"^{re.escape(str(path) + told)}[^\n]*profile.example.toml[^\n]*$"):
        load_profile(path)


def test_malformed_toml_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match=r"is not TOML \(.*line 1.*\): compare it with profile\.example\.toml"):
        load_profile(written(tmp_path, "kind = bank_card\n"))


def test_a_file_that_is_not_utf8_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "profile.toml").write_bytes('hotline = "客服"'.encode("gbk"))
    with pytest.raises(ProfileError, match="save it as UTF-8"):
        load_profile(tmp_path / "profile.toml")


@pytest.mark.parametrize("name", ["missing.toml", "."], ids=["missing", "directory"])
def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(ProfileError, match=r"cannot be read \(.*\): correct RADAR_PROFILE"):
        load_profile(tmp_path / name)


@pytest.mark.parametrize(
    ("kind", "one", "applies"),
    [
        pytest.param("bank_card", rule("G05-70", kinds=("bank_card",)), True, id="of our kind"),
        pytest.param("small_loan", rule("G05-70", kinds=("bank_card",)), False, id="card rule for a small-loan lender"),
        pytest.param(None, rule("G05-70", kinds=("bank_card",)), False, id="kind not set"),
        pytest.param(None, rule("G12-21"), True, id="for every kind"),
        pytest.param("bank_card", rule("U01", jurisdiction="US"), False, id="another country"),
        pytest.param("bank_card", rule("G04", status="unverified"), False, id="unverified"),
        pytest.param("bank_card", rule("G01", status="second-hand"), True, id="second-hand"),
        pytest.param("bank_card", rule("G15", until="2026-04-30"), False, id="ended yesterday"),
        pytest.param("bank_card", rule("G15", until="2026-05-01"), True, id="ends today"),
        pytest.param("bank_card", rule("G99", in_force="2026-05-02"), False, id="begins tomorrow"),
        pytest.param("bank_card", rule("G99", in_force="2026-05-01"), True, id="begins today"),
        pytest.param("bank_card", rule("G99", in_force="2018"), True, id="known by year"),
        pytest.param("bank_card", rule("G99", in_force=""), True, id="beginning not known"),
    ],
)
def test_a_rule_applies_by_kind_country_status_and_time(kind: str | None, one: Rule, *, applies: bool) -> None:
    profile, rules = Profile(kind=kind), {one.id: one}
    assert profile.rules_of(line(one.id), rules, TODAY) == ((one,) if applies else ())
    assert profile.shows(line(one.id), rules, TODAY) is applies


@pytest.mark.parametrize(
    ("kind", "shown_line", "shown"),
    [
        pytest.param("small_loan", line(), True, id="plain courtesy"),
        pytest.param("small_loan", line(kinds=("small_loan",)), True, id="of our kind"),
        pytest.param("small_loan", line(kinds=("bank_card",)), False, id="of another kind"),
        pytest.param(None, line(kinds=("bank_card",)), False, id="kind not set"),
        pytest.param("small_loan", line("CARD", "ALL"), True, id="one of two rules applies"),
        pytest.param("small_loan", line("CARD"), False, id="no rule applies"),
        pytest.param("small_loan", line("ALL", kinds=("bank_card",)), False, id="another kind's line on our rule"),
    ],
)
def test_a_line_is_shown_by_its_kinds_and_its_rules(kind: str | None, shown_line: Line, *, shown: bool) -> None:
    rules = {"CARD": rule("CARD", kinds=("bank_card",)), "ALL": rule("ALL")}
    assert Profile(kind=kind).shows(shown_line, rules, TODAY) is shown


def test_only_the_rules_that_apply_are_named_under_a_line() -> None:
    rules = {"CARD": rule("CARD", kinds=("bank_card",)), "ALL": rule("ALL")}
    assert Profile(kind="small_loan").rules_of(line("CARD", "ALL"), rules, TODAY) == (rules["ALL"],)
