"""What a compliance officer would strike out of the guidance: wording, lengths, languages, ended rules. Fixes nothing.

The loader has refused already what cannot be read; here is what reads well and must not be said.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.profile import Profile, load_profile
from index.lines import KINDS
from index.normalise import to_simplified, to_traditional
from index.types import Family, Guidance, Knowledge, Line, Rule, Words

LONGEST_REPLY = 240  # characters, filled in: a copy button holds 256
EXAMPLE = Path(__file__).resolve().parent.parent / "profile.example.toml"
LEAST, MOST = {"do": 2, "never": 2, "verify": 1, "escalate": 1}, {"do": 6, "never": 5, "verify": 3, "escalate": 3}
QUOTED = re.compile('“[^”]*”|「[^」]*」|"[^"]*"|《[^》]*》')
# Names for a person that no line may hold, not even as something never to be said.
LABELS = re.compile(
    "老赖|老賴|黑产|黑產|恶意|惡意|骗子|騙子|刁民|deadbeat|fraudster|malicious|scrounger", re.IGNORECASE
)
# What nobody may be told: a promise, a threat, relief for a complaint withdrawn, not to complain, doubts of an illness.
UNSAYABLE = re.compile(
    "(?:一定|保证|保證|肯定|包)(?:能|会|會|可以)?(?:批|通过|通過|减免|減免|停息)"
    "|(?:撤诉|撤訴|撤回投诉|撤回投訴)(?:后|後|之后|才|就)(?:可|能|给|給|谈|談|办|辦)"
    "|(?:不必|不用|没必要|沒必要|请勿|請勿)(?:再)?(?:投诉|投訴)"
    "|(?:否则|否則)[^，。]{0,8}(?:起诉|起訴|上门|上門|通知您?家|坐牢|抓)"
    "|装病|裝病|假装生病|真的病了吗"
    "|guarantee(?:d)? approval|will be approved|withdraw your complaint|no need to complain|or else",
    re.IGNORECASE,
)
# A display name tells a subject, never an act.
ALLEGING = re.compile(
    "伪造|偽造|虚假|虛假|假冒|编造|編造|骗|騙|敲诈|敲詐|勒索|煽动|煽動|逃废|逃廢|转移财产|轉移財產|诱导|誘導|恶|惡|滥用|濫用"
    "|fake|forged|false|fraud|extort|blackmail|evasion|bait|sham",
    re.IGNORECASE,
)
MAINLAND = re.compile("短信|登錄|視頻|默認|屏幕|質檢|優盤|信息")  # said otherwise in Hong Kong and Taiwan
# Simplified forms that are Traditional characters of their own as well.
BOTH = frozenset(
    "台里只后干了面松准余谷丑斗几卷困制发扎才采云仆并伙周咸复奸尽岳布帘幸当志愿拐担据斤旋术杰机板极果栗样核梁歇沈沾注涂炼症痒系累"
    "纤胡致舍范药蒙虫蜡蝎衷表郁酸鉴钟铺雇霉饥黄齐群峰污占吁折回向冲决况凶出制游赞姜家托帮借"
)
SHORTEST_COPY = 16  # characters; shorter lines may well be the same in both


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a text of the library."""

    text: str  # as it stands in its file, "" for a whole file
    name: str  # of the file, without its ending
    message: str

    def place(self, library: Path) -> str:
        """Return file and line."""
        path = library / f"{self.name}.toml"
        lines = enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        return f"{path}:{next((number for number, line in lines if self.text and self.text in line), 1)}"


def findings(knowledge: Knowledge, today: dt.date, profile: Profile | None = None) -> list[Finding]:
    """Return everything that is to be struck out, file after file.

    Replies are measured with the contacts of a profile, by default with those of the example and with none at all.
    """
    profiles = (profile,) if profile else (Profile(), load_profile(EXAMPLE))
    found = [*_rules(knowledge.rules, today), *_guidance("base", knowledge.base, knowledge.rules)]
    found += _replies("base", knowledge.base.replies, profiles)
    for family in knowledge.families.values():
        found += [*_family(family), *_guidance(family.id, family.guidance, knowledge.rules)]
        found += _replies(family.id, family.guidance.replies, profiles)
        found += _for_every_kind(family, knowledge.rules, today)
    for card in knowledge.safety:
        found += _words("safety", card.title)
        found += [one for profile in profiles for one in _reply("safety", card.reply, profile)]
        found += [one for line in (*card.do, *card.never) for one in _line("safety", line, knowledge.rules)]
    for citation in knowledge.citations:
        found += _words("citations", citation.claim)
        found += [one for line in citation.facts for one in _line("citations", line, knowledge.rules)]
    return found


def _rules(rules: Mapping[str, Rule], today: dt.date) -> Iterator[Finding]:
    for rule in rules.values():
        if rule.until and rule.until < today.isoformat() and not rule.ended:
            message = f"{rule.id} ended on {rule.until}: look at what rests on it, then set ended = true"
            yield Finding(f'id = "{rule.id}"', "rules", message)
        for words in (rule.name, rule.issuer, rule.article, rule.demand):
            yield from _traditional("rules", words, names_laws=True)


def _family(family: Family) -> Iterator[Finding]:
    for words in (family.name, family.asks, family.when_real):
        yield from _words(family.id, words)
    for text in family.name.values():
        if alleged := ALLEGING.search(text):
            yield Finding(text, family.id, f"the display name alleges an act ({alleged[0]})")


def _guidance(name: str, guidance: Guidance, rules: Mapping[str, Rule]) -> Iterator[Finding]:
    for line in guidance.lines:
        yield from _line(name, line, rules)


def _replies(name: str, lines: Iterable[Line], profiles: Iterable[Profile]) -> list[Finding]:
    """Find replies too long for a copy button, in any language, with the contacts of any of the profiles."""
    return [one for profile in profiles for line in lines for one in _reply(name, line.text, profile)]


def _line(name: str, line: Line, rules: Mapping[str, Rule]) -> Iterator[Finding]:
    yield from _words(name, line.text)
    for rule in line.rules:
        if rules[rule].ended:
            yield Finding(line.text["zh-Hans"], name, f"rests on {rule}, which ended on {rules[rule].until}")


def _words(name: str, words: Words) -> Iterator[Finding]:
    for text in words.values():
        if label := LABELS.search(text):
            yield Finding(text, name, f"a name for a person ({label[0]})")
        if said := UNSAYABLE.search(QUOTED.sub("", text)):
            yield Finding(text, name, f"nobody may be told this ({said[0]})")
    yield from _traditional(name, words)


def _reply(name: str, words: Words, profile: Profile) -> Iterator[Finding]:
    for language, text in words.items():
        if (length := len(text.format_map(profile.fill(language)))) > LONGEST_REPLY:
            yield Finding(text, name, f"the reply has {length} characters in {language}; {LONGEST_REPLY} at most")


def _traditional(name: str, words: Words, *, names_laws: bool = False) -> Iterator[Finding]:
    """Find what was not written in Traditional Chinese, or only converted."""
    if not words:
        return
    text, source = words["zh-Hant"], words["zh-Hans"]
    if simplified := [
        one for one in text if one not in BOTH and to_traditional(one) != one and to_simplified(one) == one
    ]:
        yield Finding(text, name, f"simplified characters in zh-Hant ({''.join(simplified)})")
    if names_laws:
        return  # the titles of laws and of their issuers are converted, as they are in print
    if word := MAINLAND.search(QUOTED.sub("", text)):
        yield Finding(text, name, f"{word[0]} is not said in Hong Kong or Taiwan")
    if len(source) >= SHORTEST_COPY and text == to_traditional(source):
        yield Finding(text, name, "zh-Hant is converted, not written")


def _for_every_kind(family: Family, rules: Mapping[str, Rule], today: dt.date) -> Iterator[Finding]:
    """Find kinds of institution that are shown too little of a family's guidance, or too much."""
    guidance = family.guidance
    every = [Profile(kind=kind, jurisdiction=family.jurisdiction) for kind in KINDS]
    for line in guidance.lines:
        if not any(profile.shows(line, rules, today) for profile in every):
            yield Finding(
                line.text["zh-Hans"], family.id, "no kind of institution is shown this: its kinds are not its rules'"
            )
    for kind in KINDS:
        profile = Profile(kind=kind, jurisdiction=family.jurisdiction)

        def shown(lines: Iterable[Line], profile: Profile = profile) -> int:
            return sum(profile.shows(line, rules, today) for line in lines)

        for part, least in LEAST.items():
            if not least <= (count := shown(getattr(guidance, part))) <= MOST[part]:
                yield Finding(
                    "", family.id, f"{kind} is shown {count} lines of {part}; {least} to {MOST[part]} are right"
                )
        for part in ("replies", "decides"):
            if not shown(getattr(guidance, part)):
                yield Finding("", family.id, f"{kind} is shown no line of {part}")
