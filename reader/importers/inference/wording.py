"""Turns of phrase: how a text begins, and what that says about where it stands."""

from __future__ import annotations

import re

_OPENINGS = (
    ("thanks", r"(?:first of all,? |first,? |ok,? )?(?:many |big )?thanks\b|thank you|thankyou|thx\b"
               r"|kudos|much appreciated"),
    ("praise", r"(?:great|nice|excellent|good|lovely|awesome|fantastic|wonderful|brilliant|love|loved"
               r"|enjoyed)\b"
               r"|strong(?:ly)? (?:up|down)vot|i (?:really |also |very much )?(?:liked|enjoyed|loved"
               r"|appreciated?)\b"),
    ("agree", r"(?:yeah|yes|yep|yup|agreed|i agree|i (?:strongly |mostly |largely |basically )agree"
              r"|exactly|right\b"
              r"|true\b|indeed|same here|same\b|\+1|fair\b|makes sense|ok\b|okay|absolutely|definitely"
              r"|totally"
              r"|seconded|this[.!]|good (?:point|catch|call|idea)|of course!|i share\b)"),
    ("disagree", r"(?:no[,.! ]|nope|nah\b|i (?:strongly |mostly )?disagree|i (?:don['’]?t|do not"
                 r"|really don['’]t) "
                 r"|i['’]m not (?:sure|convinced)|i am not|not (?:really|sure|necessarily|at all|quite"
                 r"|true|only)"
                 r"|actually|that['’]?s (?:not|wrong|false)|that is not|this is (?:not|wrong)"
                 r"|that doesn['’]t|i doubt)"),
    ("surprise", r"(?:huh|hmm*|mm+|wow|oh\b|ah+\b|wait\b|ha\b|haha|lol|interesting|really\?|what\?|heh"
                 r"|whoa|damn|ugh)"),
    ("clarify", r"(?:to clarify|to be clear|to rephrase|i meant|i mean\b|sorry|apologies|clarif"
                r"|my apologies|as in\b"
                r"|i (?:was|am) (?:talking|referring|replying))"),
    ("hedge", r"(?:fwiw|for what it['’]s worth|imo\b|imho|afaict|afaik|tbh|well\b|it depends|depends\b"
              r"|in my opinion"
              r"|in my experience|personally|honestly|to be fair|i guess|i suspect|maybe\b|perhaps\b"
              r"|probably\b)"),
    ("answer", r"(?:good question|because\b|it is\b|it['’]s\b|mostly\b|here['’]?s?\b|there (?:is|are)\b)"),
    ("you", r"(?:you|your|you['’]re|you['’]ve)\b|(?:it |that )?(?:sounds|seems) like you|i think you"
            r"|as you\b|if you\b"
            r"|when you\b"),
    ("that", r"(?:that|this|these|those|it|they|he|she|there)(?:['’]s|['’]re)?\b"),
    ("self", r"(?:i|i['’]m|i['’]ve|i['’]d|i['’]ll|my|we)\b"),
)  # fmt: skip
_KINDS = tuple((kind, re.compile(f"(?:{pattern})", re.IGNORECASE)) for kind, pattern in _OPENINGS)
_GOES_ON = re.compile(
    r"\(?(?:and|but|also|so|however|in particular|second(?:ly)?|third(?:ly)?|finally|lastly|for example"
    r"|for instance"
    r"|e\.g\.|i\.e\.|of course|more (?:broadly|generally|importantly|specifically)|that said|having said"
    r"|that being"
    r"|on the other hand|on the one hand|separately|similarly|still|then|as for|overall|in (?:addition"
    r"|general|other"
    r"|short|sum|contrast|fact|the end)|furthermore|moreover|additionally|likewise|as a result|therefore"
    r"|thus|hence"
    r"|meanwhile|otherwise|instead|anyway|another|besides|to (?:sum|summarize|conclude|be fair)|note"
    r"|specifically"
    r"|basically|especially|again|now|next|plus|or|yet|because|which|since|while|though|although|if|when"
    r"|even|once"
    r"|first(?:ly)?|some|one|what i)\b[,:]?",
    re.IGNORECASE,
)
_JOINTS = re.compile(
    r"\(?(?:and|but|also|so|however|in particular|second(?:ly)?|third(?:ly)?|finally|for example"
    r"|that said|moreover"
    r"|on the other hand|separately|similarly|furthermore|additionally|likewise|therefore|thus|then|as for"
    r"|more (?:broadly|generally|importantly)|of course|in addition|overall|still|ultimately|lastly"
    r"|in short|in sum"
    r"|in the end|meanwhile|otherwise|instead|besides|specifically|to sum up)\b",
    re.IGNORECASE,
)
_AFTERTHOUGHT = re.compile(
    r"[\[(*_]*(?:edit(?:ed)?\b|update\b|ps\b|p\.s\.|note:|note that|n\.b\.|disclaimer|footnote|caveat"
    r"|\[?\d{1,2}[\].):]"
    r"|tl;?dr at the|https?://|\^|source:|refs?:)",
    re.IGNORECASE,
)
_POST = re.compile(
    r"\b(?:this|the|your|great|nice|good|excellent|interesting|whole|original|another) (?:blog ?)?"
    r"(?:post|article|essay|piece|write-?up|sequence|story|submission|thread)\b|\bthe op\b|\bwriting this\b"
    r"|\bposting this\b|\bsharing this\b",
    re.IGNORECASE,
)
_YOU = re.compile(r"\b(?:you|your|yours|you['’](?:re|ve|d|ll))\b", re.IGNORECASE)
_REACTS = re.compile(
    r"(?:i (?:\w+ )?(?:dis)?agree with (?:this|that|you)|this (?:bit|part|claim|seems|sounds|doesn|isn"
    r"|also|is (?:not|wrong|the"
    r"|exactly|where|why))|(?:could|can) you (?:clarify|say|explain|elaborate|expand|give|point)"
    r"|when you say|you say\b"
    r"|i share (?:your|this)|what do you mean|do you have (?:a|any)|citation|that['’]s (?:interesting|not"
    r"|wrong|false|fair"
    r"|true)|i don['’]?t think (?:this|that)['’]?s? |why,? then|see,? this|is that so|i['’]m confused"
    r"|i would put)",
    re.IGNORECASE,
)
_MARKS = " \t\"'“”‘’*_>[("


def kind_of_opening(text: str) -> str:
    """How a text begins: one of the kinds above, ``joint`` when it goes on, ``plain`` when neither shows."""
    begun = text[:60].lstrip(_MARKS)
    if _AFTERTHOUGHT.match(text[:40].lstrip()):
        return "afterthought"
    if text.lstrip().startswith(("(", "[")):
        return "aside"
    if _JOINTS.match(begun):
        return "joint"
    found = next((kind for kind, pattern in _KINDS if pattern.match(begun)), None)
    if found:
        return found
    return "connected" if _GOES_ON.match(begun) else "plain"


def names_post(text: str) -> bool:
    """Whether a text speaks of the post."""
    return _POST.search(text[:400]) is not None


def says_you(text: str) -> bool:
    """Whether a text speaks to somebody."""
    return _YOU.search(text[:600]) is not None


def reacts(text: str) -> bool:
    """Whether a text begins as people do right below what they quote."""
    return _REACTS.match(text[:60].lstrip(_MARKS)) is not None


def is_question(text: str) -> bool:
    """Whether a text ends with a question."""
    return text.rstrip(" \"'”’)*_]").endswith("?")


def announces_more(text: str) -> bool:
    """Whether a text ends by announcing what follows."""
    return text.rstrip(" *_").endswith((":", "：", ":-", "—"))


def is_finished(text: str) -> bool:
    """Whether a text ends as a sentence does."""
    return text.rstrip(" \"'”’)*_]").endswith((".", "!", "?", "…"))
