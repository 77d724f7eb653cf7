"""Tells whether a message passes on what somebody else wrote, or asks about it. Judges nothing else.

A person who was sent a script and asks whether it is true uses its wording, but does not say it themselves.
"""

import re

WHO = r"(?:有人|有个人|别人|朋友|同学|老乡|亲戚|中介|代理|法务|顾问|网上|群里|抖音上?|他们)"
TEXT = r"(?:这段|这篇|这句|下面这|以下这|一段话|一篇|一句话|模板|文案|话术|范文)"
RETOLD = re.compile(
    rf"{WHO}[^。!?\n]{{0,6}}(?:发|给|教|让|叫|转|写)[^。!?\n]{{0,6}}(?:{TEXT}|照抄|写:)"
    r"|(?:这段|这些|以上|上面|下面|这)(?:话|文字|内容)?(?:并)?不是我(?:自己)?(?:写|想|说)的"
    r"|(?:让|叫|要|教)我(?:们)?(?:照着?|原样)?(?:抄|发|念|写)(?:这|一|下|给)"
    rf"|{TEXT}[^。!?\n]{{0,6}}(?:话|写|说)?[^。!?\n]{{0,3}}(?:写|发|说)?(?:是真的吗|靠谱吗|有用吗|管用吗|行吗|可信吗|合法吗)"
    r"|这(?:样|么)写(?:能行|可以|行|有用|管用|合适)?吗|(?:是真的吗|是骗人的吧?|是不是骗人)"
    r"|someone sent me|told me to (?:copy|send|write)|is this (?:true|legal|a scam)"
)


def is_retold(text: str) -> bool:
    """Say whether a normalised text passes on or asks about words that are somebody else's."""
    return RETOLD.search(text) is not None
