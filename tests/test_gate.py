"""The gate: a worse index is refused, and says why; taking scripts away is always let through."""

import dataclasses
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.settings import load_settings
from index.gate import MEASURES, Finding, only_removes, weigh
from index.knowledge import load_knowledge
from index.matcher import Matcher
from index.measures import Share, paired_interval
from index.snapshot import current_version, versions
from index.types import Knowledge
from scripts import rebuild

FOUND, FLAGGED, *_ = MEASURES


@pytest.fixture
def data(tmp_path: Path, snapshots: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the snapshots of a data directory of one's own."""
    monkeypatch.setenv("RADAR_DATA_DIR", str(tmp_path))
    shutil.copytree(snapshots, tmp_path / "snapshots", symlinks=True)
    return tmp_path / "snapshots"


def rebuilt(monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge, *options: str) -> Result:
    """Run the command on another library."""
    monkeypatch.setattr(rebuild, "load_knowledge", lambda: knowledge)
    return CliRunner().invoke(rebuild.main, options)


def confused(knowledge: Knowledge) -> Knowledge:
    """Return a library in which honest people's messages are kept as scripts, and scripts as theirs."""
    pairs = list(zip(knowledge.scripts, knowledge.genuine, strict=False))
    return dataclasses.replace(
        knowledge,
        scripts=tuple(dataclasses.replace(script, text=genuine.text) for script, genuine in pairs),
        genuine=tuple(dataclasses.replace(genuine, text=script.text) for script, genuine in pairs),
    )


def test_a_bad_index_is_refused_and_the_old_one_stays(
    data: Path, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, kept = current_version(data), versions(data)
    run = rebuilt(monkeypatch, confused(knowledge))
    assert run.exit_code == 1
    assert "was not published" in run.output
    assert "wrongly" in run.output
    assert "--force" in run.output
    assert (current_version(data), versions(data)) == (before, kept)


def test_force_publishes_it_and_is_kept_on_record(
    data: Path, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = current_version(data)
    run = rebuilt(monkeypatch, confused(knowledge), "--force")
    assert run.exit_code == 0, run.output
    assert current_version(data) != before
    [line] = (data / "gate.jsonl").read_text(encoding="utf-8").splitlines()
    recorded = json.loads(line)
    assert recorded["forced"]
    assert recorded["objections"]
    assert recorded["version"] == current_version(data)


def test_only_taking_scripts_away_is_seen(matcher: Matcher) -> None:
    fewer = dataclasses.replace(matcher, scripts=matcher.scripts[:-1])
    assert only_removes(fewer, matcher)
    assert not only_removes(matcher, matcher)
    assert not only_removes(matcher, fewer)
    changed = dataclasses.replace(matcher.scripts[0], text="另一段话")
    assert not only_removes(dataclasses.replace(matcher, scripts=[changed, *matcher.scripts[2:]]), matcher)


def test_taking_scripts_away_is_published_whatever_it_costs(
    matcher: Matcher, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    poor = Finding(FOUND, Share(1, 10), Share(9, 10), (-0.9, -0.7))
    monkeypatch.setattr(rebuild, "weigh", lambda *_: [poor])
    fewer = dataclasses.replace(matcher, scripts=matcher.scripts[:-1])
    assert rebuild.weighed(fewer, matcher) == []
    assert "only takes scripts away" in capsys.readouterr().out
    assert rebuild.weighed(matcher, matcher) == [poor.objection]


def test_a_candidate_is_weighed_on_the_families_it_holds(matcher: Matcher) -> None:
    family = matcher.scripts[0].family
    alike = [dataclasses.replace(script, family=family) for script in matcher.scripts]
    found, *_ = weigh(dataclasses.replace(matcher, scripts=alike), None)
    assert 0 < found.candidate.total < weigh(matcher, None)[0].candidate.total


@pytest.mark.parametrize(
    ("finding", "refused"),
    [
        pytest.param(Finding(FOUND, Share(9, 10)), False, id="first index, good"),
        pytest.param(Finding(FOUND, Share(1, 10)), True, id="first index, below what is asked"),
        pytest.param(Finding(FOUND, Share(8, 10), Share(9, 10), (-0.3, 0.1)), False, id="worse, perhaps by chance"),
        pytest.param(Finding(FOUND, Share(8, 10), Share(9, 10), (-0.3, -0.01)), True, id="worse beyond chance"),
        pytest.param(Finding(FLAGGED, Share(1, 100), Share(0, 100), (0.001, 0.03)), True, id="wrongs more people"),
        pytest.param(Finding(FLAGGED, Share(9, 100), Share(9, 100), (0.0, 0.0)), True, id="wrongs too many, as before"),
        pytest.param(Finding(FOUND, Share(0, 0)), False, id="nothing to count"),
    ],
)
def test_what_is_refused(finding: Finding, *, refused: bool) -> None:
    assert (finding.objection is not None) is refused


def test_the_interval_is_of_messages_drawn_together() -> None:
    same = [True, False] * 50
    assert paired_interval(same, same) == (0.0, 0.0)
    low, high = paired_interval([False] * 100, [True] * 30 + [False] * 70)
    assert 0.2 < low < 0.3 < high < 0.4


def test_the_shipped_library_passes(matcher: Matcher) -> None:
    assert [one.objection for one in weigh(matcher, None) if one.objection] == []


def test_a_snapshot_that_cannot_be_loaded_is_not_compared(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data / "current" / "texts.json").write_text("{}", encoding="utf-8")
    assert rebuild.published_matcher(load_settings(), load_knowledge()) is None
    assert "not compared" in capsys.readouterr().err
