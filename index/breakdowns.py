"""What is counted of judged messages: a summary, and the same by the parts of a yardstick. Judges none."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from index.measures import Share
from index.outcome import Outcome
from index.types import Safety, Verdict
from index.yardstick import Labelled

HARD = "hard"  # how the kinds of genuine message begin that are the most easily taken for scripts

Shares = Mapping[str, Share]
Test = Callable[[Outcome], bool]


def shares_of(outcomes: Sequence[Outcome]) -> dict[str, Share]:
    """Return the shares that sum an evaluation up."""
    found = [one for one in outcomes if one.is_found]
    hard = [one for one in outcomes if one.row.kind.startswith(HARD)]
    self_harm = [one for one in outcomes if one.row.safety is Safety.SELF_HARM]
    others = [one for one in outcomes if one.row.safety not in (None, Safety.SELF_HARM)]
    ordinary = ("genuine", "chat")
    return {
        "scripts found (match or possible)": share_of(outcomes, ["script"], _is_found),
        "scripts matched": share_of(outcomes, ["script"], _is_matched),
        "family right, of those found": share_of(found, ["script"], lambda one: one.family_right),
        "genuine and chat wrongly matched": share_of(outcomes, ordinary, _is_matched),
        "genuine and chat wrongly flagged": share_of(outcomes, ordinary, _is_found),
        "hard genuine wrongly matched": share_of(hard, ["genuine"], _is_matched),
        "hard genuine wrongly flagged": share_of(hard, ["genuine"], _is_found),
        "topic right on genuine": share_of(outcomes, ["genuine"], lambda one: one.topic_right),
        "self-harm recognised": share_of(self_harm, ["vulnerable"], _has_card),
        "self-harm false alarms": share_of(
            outcomes, ["not_vulnerable", "genuine", "chat", "script"], lambda one: one.safety is Safety.SELF_HARM
        ),
        "other cards recognised": share_of(others, ["vulnerable"], _has_card),
        "other cards, false alarms": share_of(others, ["not_vulnerable"], _has_card),
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


def share_of(outcomes: Iterable[Outcome], labels: Iterable[str], holds: Test) -> Share:
    """Return how many of the messages with these labels a test holds for."""
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
        "found": share_of(own, ["script"], _is_found),
        "matched": share_of(own, ["script"], _is_matched),
        "family right, of those found": share_of(found, ["script"], lambda one: one.family_right),
    }


def _other_shares(own: Sequence[Outcome]) -> Shares:
    both = ("genuine", "chat")
    return {"wrongly matched": share_of(own, both, _is_matched), "wrongly flagged": share_of(own, both, _is_found)}


def _genuine_shares(own: Sequence[Outcome]) -> Shares:
    return {**_other_shares(own), "topic right": share_of(own, ["genuine"], lambda one: one.topic_right)}


def _card_shares(own: Sequence[Outcome]) -> Shares:
    return {
        "recognised": share_of(own, ["vulnerable"], _has_card),
        "false alarms": share_of(own, ["not_vulnerable"], _has_card),
    }


def _is_found(one: Outcome) -> bool:
    return one.is_found


def _is_matched(one: Outcome) -> bool:
    return one.verdict is Verdict.MATCH


def _has_card(one: Outcome) -> bool:
    return one.safety is one.row.safety
