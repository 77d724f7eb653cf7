"""How an index judges a yardstick: every message's outcome, and what is counted of them. Fits and changes nothing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

import numpy as np
from numpy.typing import NDArray

from index.matcher import Matcher
from index.measures import Bin, Share, area_under_curve, curve, expected_calibration_error, found_at, reliability
from index.types import Assessment, Evidence, Neighbours, Safety, Verdict
from index.yardstick import Labelled, Yardstick

ALLOWED = (0.01, 0.026, 0.05)  # shares of wrong reports at which finding is compared
WORST = 20  # errors that a report shows
HARD = "hard"  # how the kinds of genuine message begin that are the most easily taken for scripts
FOUND = (Verdict.MATCH, Verdict.POSSIBLE)

Shares = Mapping[str, Share]
Test = Callable[["Outcome"], bool]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an index said of one message."""

    row: Labelled
    verdict: Verdict | None
    probability: float  # 0.0 where none was given
    family: str | None
    topic: str | None
    safety: Safety | None
    evidence: tuple[Evidence, ...] = ()
    likeliest: str | None = None  # the family that is probable first, whatever the verdict

    @property
    def is_found(self) -> bool:
        """Say whether the message was reported as a script, for certain or perhaps."""
        return self.verdict in FOUND

    @property
    def family_right(self) -> bool:
        """Say whether the family is the message's, or one that it serves too."""
        return self.family in (self.row.family, *self.row.also) and self.family is not None

    @property
    def topic_right(self) -> bool:
        """Say whether the topic is the message's, or one that it speaks of too."""
        return self.topic in (self.row.family, *self.row.also) and self.topic is not None

    @property
    def error(self) -> str | None:
        """Return what is wrong with this judgement, or None."""
        row, in_danger = self.row, self.safety is Safety.SELF_HARM
        if row.label == "vulnerable" and self.safety is not row.safety:
            return f"not recognised as {row.safety}"
        if row.label == "not_vulnerable" and self.safety is row.safety:
            return f"a false alarm for {row.safety}"
        if row.label != "vulnerable" and in_danger:
            return "a false alarm for self_harm"
        if row.label in ("genuine", "chat") and self.is_found:
            return f"wrongly called {self.verdict}"
        return "a script not found" if row.label == "script" and not self.is_found else None


@dataclass(frozen=True, slots=True)
class Mistake:
    """A wrong judgement with what it is best understood by: the texts that the message is most like."""

    outcome: Outcome
    neighbours: Neighbours


@dataclass(frozen=True, slots=True)
class Ranking:
    """How well a score orders scripts before other messages, whatever its threshold."""

    name: str
    area: float  # under the curve; not a number when a kind is missing
    found_at: Mapping[float, float]  # share of scripts found, by the share of wrong reports allowed
    family_right: Share  # of all scripts: the family that comes first, whatever the verdict
    found: Share  # of scripts, at the system's own threshold
    wrong: Share  # of the other messages, at the system's own threshold
    curve: tuple[NDArray[np.float64], NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Report:
    """What is counted of one yardstick."""

    yardstick: str  # file name
    digest: str  # sha256 of the yardstick
    snapshot: str
    prior: float
    shares: Shares
    breakdowns: Mapping[str, Mapping[str, Shares]]  # by title, by part
    ranking: Ranking
    bins: tuple[Bin, ...]
    calibration_error: float
    worst: tuple[Mistake, ...]
    outcomes: tuple[Outcome, ...]


def judge(matcher: Matcher, rows: Iterable[Labelled]) -> list[Outcome]:
    """Return the outcome of every message, in the same order."""
    return [_outcome(row, matcher.assess(row.text)) for row in rows]


def _outcome(row: Labelled, said: Assessment) -> Outcome:
    probability = said.probability or 0.0
    likeliest = said.families[0].family if said.families else None
    return Outcome(row, said.verdict, probability, said.family, said.topic, said.safety, said.evidence, likeliest)


def evaluate(matcher: Matcher, yardstick: Yardstick, rows: Iterable[Labelled] | None = None) -> Report:
    """Judge every message and count; `rows` may yield the yardstick's rows while somebody watches."""
    outcomes = judge(matcher, yardstick.rows if rows is None else rows)
    compared = [one for one in outcomes if one.row.label in ("script", "genuine", "chat")]
    probabilities = np.array([one.probability for one in compared], dtype=np.float64)
    labels = np.array([one.row.label == "script" for one in compared], dtype=np.bool_)
    shares = shares_of(outcomes)
    bins = reliability(probabilities, labels, matcher.calibration.prior)
    return Report(
        yardstick=yardstick.path.name,
        digest=yardstick.digest,
        snapshot=matcher.version,
        prior=matcher.calibration.prior,
        shares=shares,
        breakdowns=breakdowns_of(outcomes),
        ranking=rank(
            "this index",
            probabilities,
            labels,
            _share(outcomes, ["script"], lambda one: one.likeliest in (one.row.family, *one.row.also)),
            (shares["scripts found (match or possible)"], shares["genuine and chat wrongly flagged"]),
        ),
        bins=tuple(bins),
        calibration_error=expected_calibration_error(bins),
        worst=tuple(Mistake(one, matcher.neighbours(one.row.text)) for one in worst_of(outcomes)),
        outcomes=tuple(outcomes),
    )


def rank(
    name: str,
    scores: NDArray[np.float64],
    labels: NDArray[np.bool_],
    family_right: Share,
    own: tuple[Share, Share],
) -> Ranking:
    """Return how well scores order scripts before others; `own` is what is found, and wrong, at its own threshold."""
    at = {allowed: found_at(scores, labels, allowed) for allowed in ALLOWED}
    return Ranking(name, area_under_curve(scores, labels), at, family_right, *own, curve(scores, labels))


def shares_of(outcomes: Sequence[Outcome]) -> dict[str, Share]:
    """Return the shares that sum an evaluation up."""
    found = [one for one in outcomes if one.is_found]
    hard = [one for one in outcomes if one.row.kind.startswith(HARD)]
    self_harm = [one for one in outcomes if one.row.safety is Safety.SELF_HARM]
    others = [one for one in outcomes if one.row.safety not in (None, Safety.SELF_HARM)]
    ordinary = ("genuine", "chat")
    return {
        "scripts found (match or possible)": _share(outcomes, ["script"], _is_found),
        "scripts matched": _share(outcomes, ["script"], _is_matched),
        "family right, of those found": _share(found, ["script"], lambda one: one.family_right),
        "genuine and chat wrongly matched": _share(outcomes, ordinary, _is_matched),
        "genuine and chat wrongly flagged": _share(outcomes, ordinary, _is_found),
        "hard genuine wrongly matched": _share(hard, ["genuine"], _is_matched),
        "hard genuine wrongly flagged": _share(hard, ["genuine"], _is_found),
        "topic right on genuine": _share(outcomes, ["genuine"], lambda one: one.topic_right),
        "self-harm recognised": _share(self_harm, ["vulnerable"], _has_card),
        "self-harm false alarms": _share(
            outcomes, ["not_vulnerable", "genuine", "chat", "script"], lambda one: one.safety is Safety.SELF_HARM
        ),
        "other cards recognised": _share(others, ["vulnerable"], _has_card),
        "other cards, false alarms": _share(others, ["not_vulnerable"], _has_card),
    }


def breakdowns_of(outcomes: Sequence[Outcome]) -> dict[str, dict[str, Shares]]:
    """Return the same by the parts of the yardstick; what it holds nothing of is left out."""
    scripts = [one for one in outcomes if one.row.label == "script"]
    genuine = [one for one in outcomes if one.row.label == "genuine"]
    others = [one for one in outcomes if one.row.label in ("genuine", "chat")]
    cards = [one for one in outcomes if one.row.safety is not None]
    tables = {
        "Scripts by kind": _by(scripts, _script_shares, lambda row: [row.kind]),
        "Scripts by family": _by(scripts, _script_shares, lambda row: [row.family or ""]),
        "Scripts by evasion": _by(scripts, _script_shares, lambda row: row.evasions),
        "Scripts by language": _by(scripts, _script_shares, lambda row: [row.lang]),
        "Genuine and ordinary by kind": _by(others, _other_shares, lambda row: [f"{row.label}: {row.kind}"]),
        "Genuine and ordinary by language": _by(others, _other_shares, lambda row: [row.lang]),
        "Genuine by topic": _by(genuine, _genuine_shares, lambda row: [row.family or ""]),
        "Cards by category": _by(cards, _card_shares, lambda row: [str(row.safety)]),
        "Self-harm by kind": _by(
            [one for one in cards if one.row.safety is Safety.SELF_HARM], _card_shares, lambda row: [row.kind]
        ),
    }
    return {title: parts for title, parts in tables.items() if parts}


def worst_of(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """Return the worst errors, the kinds of error taking turns, so that none crowds out another.

    Of one kind the most certain come first: the likeliest of those wrongly flagged, the least likely of those missed.
    """
    kinds: dict[str, list[Outcome]] = {}
    for one in outcomes:
        if one.error:
            kinds.setdefault(one.error, []).append(one)
    for error, held in kinds.items():
        held.sort(key=lambda one: one.probability, reverse=error.startswith("wrongly"))
    in_turn = chain.from_iterable(zip_longest(*(kinds[error] for error in sorted(kinds, key=_gravity))))
    return tuple([one for one in in_turn if one is not None][:WORST])


def _gravity(error: str) -> int:
    """Order kinds of error by what they cost a person."""
    order = ("not recognised as self_harm", "wrongly called match", "wrongly called possible", "not recognised")
    return next((place for place, begins in enumerate(order) if error.startswith(begins)), len(order))


def _share(outcomes: Iterable[Outcome], labels: Iterable[str], holds: Test) -> Share:
    asked = [one for one in outcomes if one.row.label in tuple(labels)]
    return Share(sum(map(holds, asked)), len(asked))


def _by(
    outcomes: Sequence[Outcome],
    count: Callable[[Sequence[Outcome]], Shares],
    parts_of: Callable[[Labelled], Iterable[str]],
) -> dict[str, Shares]:
    """Return the shares of every part, in the order in which the yardstick names them."""
    held: dict[str, list[Outcome]] = {}
    for one in outcomes:
        for part in parts_of(one.row):
            held.setdefault(part, []).append(one)
    return {part: count(own) for part, own in held.items()}


def _script_shares(own: Sequence[Outcome]) -> Shares:
    found = [one for one in own if one.is_found]
    return {
        "found": _share(own, ["script"], _is_found),
        "matched": _share(own, ["script"], _is_matched),
        "family right, of those found": _share(found, ["script"], lambda one: one.family_right),
    }


def _other_shares(own: Sequence[Outcome]) -> Shares:
    both = ("genuine", "chat")
    return {"wrongly matched": _share(own, both, _is_matched), "wrongly flagged": _share(own, both, _is_found)}


def _genuine_shares(own: Sequence[Outcome]) -> Shares:
    return {**_other_shares(own), "topic right": _share(own, ["genuine"], lambda one: one.topic_right)}


def _card_shares(own: Sequence[Outcome]) -> Shares:
    return {
        "recognised": _share(own, ["vulnerable"], _has_card),
        "false alarms": _share(own, ["not_vulnerable"], _has_card),
    }


def _is_found(one: Outcome) -> bool:
    return one.is_found


def _is_matched(one: Outcome) -> bool:
    return one.verdict is Verdict.MATCH


def _has_card(one: Outcome) -> bool:
    return one.safety is one.row.safety
