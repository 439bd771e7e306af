"""Made talk: sentences with invented nouns in the turns of phrase of people who argue on a forum.

How often a comment or a later paragraph begins in some way, and how many rare words neighbours share,
is drawn from what real threads show; no sentence is anybody's.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

_ONSETS = [
    "b",
    "bl",
    "br",
    "c",
    "ch",
    "cl",
    "d",
    "dr",
    "f",
    "fl",
    "g",
    "gl",
    "gr",
    "h",
    "j",
    "k",
    "l",
    "m",
    "n",
    "p",
    "pl",
    "qu",
    "r",
    "s",
    "sh",
    "sk",
    "st",
    "t",
    "th",
    "tr",
    "v",
    "w",
]
_VOWELS = ["a", "e", "i", "o", "u", "ai", "ea", "ee", "ou"]
_CODAS = [
    "b",
    "ck",
    "d",
    "ft",
    "g",
    "l",
    "ll",
    "m",
    "n",
    "nd",
    "ng",
    "nt",
    "p",
    "r",
    "rk",
    "rn",
    "s",
    "st",
    "t",
    "th",
    "x",
]
_VERBS = (
    "depends on", "changes", "follows from", "explains", "competes with", "rules out", "makes up for", "limits",
    "leads to", "has little to do with", "outweighs", "hides", "supports", "slows down", "speeds up", "needs",
    "is a kind of", "costs more than", "comes before", "is not the same as", "gets better with", "breaks",
)  # fmt: skip
_ADJECTIVES = (
    "large", "small", "obvious", "plausible", "expensive", "risky", "subtle", "common", "rare", "slow", "honest",
    "careless", "robust", "early", "recent", "useful", "misleading", "separate", "practical", "public",
)  # fmt: skip
_PLACES = (
    "in practice", "in most cases", "at the moment", "over the next few years", "on the margin", "for most people",
    "in the long run", "by default", "at least for now", "in the one case I know well", "on average",
)  # fmt: skip
_CLAIMS = (
    "{n} {v} {n}", "{n} {v} {n} {p}", "the {a} part is that {n} {v} {n}", "{n} is {a}, and {n} {v} {n}",
    "I think {n} {v} {n}", "I expect that {n} {v} {n} {p}", "it seems to me that {n} is {a}",
    "most of {n} {v} {n}", "people who work on {n} say that {n} is {a}", "there is a {a} case for {n}",
    "{n} would be {a} even if {n} {v} {n}", "nobody has shown that {n} {v} {n}", "my guess is that {n} is {a}",
    "we should treat {n} as {a} until {n} {v} {n}", "the same holds for {n}", "it is {a} to say that {n} {v} {n}",
    "without {n}, {n} {v} {n}", "a {a} version of {n} {v} {n}", "{p} {n} {v} {n}", "{n} has been {a} for years",
    "the more {n} there is, the more {n} {v} {n}", "one reason is that {n} {v} {n}", "I have seen {n} turn {a}",
    "what matters is whether {n} {v} {n}", "you can have {n} without {n}", "they built {n} because {n} was {a}",
    "if {n} {v} {n}, then {n} is {a}", "I would bet that {n} {v} {n} {p}", "some of it is {a} but {n} {v} {n}",
)  # fmt: skip
_QUESTIONS = (
    "Do you think that {n} {v} {n}?", "Why would {n} be {a}?", "What would {n} look like without {n}?",
    "How much of this is {n}?", "Is there a {a} reason to expect {n}?", "Does {n} count here?",
    "Could you say more about {n}?", "What happens if {n} {v} {n}?", "Is {n} really {a}?", "Have you tried {n}?",
)  # fmt: skip
# How texts begin, by kind; {c} goes on with a claim.
_BEGINNINGS: dict[str, tuple[str, ...]] = {
    "plain": ("",),
    "self": ("I think {c}.", "I suspect {c}.", "I have seen {n} do this.", "My view is that {c}.", "I would say {c}.",
             "We have {n} for that.", "I was surprised by {n}.", "I'm curious about {n}.", "I can see why {c}.",
             "I read {n} as saying that {c}.", "My experience with {n} is that {c}.", "I've had the same with {n}."),
    "that": ("That is what {n} is for.", "This is because {c}.", "It has been {a} all along.", "They do it for {n}.",
             "That sounds like {n}.", "This is {a}.", "These are {a} reasons.", "He wrote about {n} before.",
             "There was {n} before that.", "It never was {n}."),
    "connected": ("If {c}, then {c}.", "When {c}, {c}.", "While {c}, {c}.", "Some of this is {n}.", "One {a} case is {n}.",
                  "Although {c}, {c}.", "What I take from this is that {c}.", "First, {c}.", "Since {c}, {c}."),
    "joint": ("But {c}.", "And {c}.", "Also, {c}.", "So {c}.", "However, {c}.", "In particular, {c}.", "Second, {c}.",
              "For example, {c}.", "Of course, {c}.", "More broadly, {c}.", "That said, {c}.", "Separately, {c}.",
              "On the other hand, {c}.", "Similarly, {c}.", "Then {c}.", "As for {n}, {c}.", "Still, {c}."),
    "afterthought": ("Edit: {c}.", "(Edit: {c}.)", "Note that {c}.", "(Note: {c}.)", "[1] {c}.", "Update: {c}.",
                     "PS: {c}."),
    "agree": ("Yeah, {c}.", "Yes, {c}.", "I agree that {c}.", "Agreed, {c}.", "Fair enough, {c}.", "Exactly.", "Sure, {c}.",
              "Right, {c}.", "That's a good point.", "True, {c}.", "Makes sense.", "Indeed, {c}.", "I share this view."),
    "disagree": ("I don't think that {c}.", "No, {c}.", "I'm not sure that {c}.", "I disagree, {c}.", "Not really, {c}.",
                 "That doesn't follow: {c}.", "I doubt that {c}.", "That seems wrong to me.", "Actually, {c}.",
                 "I don't see why {c}.", "This seems too quick to me."),
    "answer": ("It's {n}.", "Because {c}.", "Mostly {n}.", "Good question, {c}.", "There is {n} for that.", "Here is {n}."),
    "hedge": ("FWIW, {c}.", "Well, {c}.", "It depends on {n}.", "Maybe {c}.", "Personally, {c}.", "Perhaps {c}.",
              "To be fair, {c}.", "Honestly, {c}."),
    "clarify": ("To clarify, {c}.", "To be clear, {c}.", "I meant that {c}.", "Sorry, {c}.", "I mean that {c}."),
    "surprise": ("Huh, I thought that {c}.", "Hmm.", "Interesting, {c}.", "Oh, {c}.", "Wait, {c}?", "Wow, {n}."),
    "praise": ("Great post.", "I enjoyed this a lot.", "Good {n}.", "Nice, {c}.", "Love the {n}.", "Strongly upvoted."),
    "thanks": ("Thanks for writing this.", "Thanks!", "Thanks, that helps.", "Thank you, {c}.", "Thanks for the {n}."),
    "you": ("You seem to assume that {c}.", "Your {n} is {a}.", "You can have {n} as well.", "You are right about {n}.",
            "If you want {n}, {c}.", "It sounds like you want {n}."),
    "ask": ("Do you think that {c}?", "Why would {n} be {a}?", "Could you say what {n} is here?", "What about {n}?",
            "Do you have a source for this?", "How does {n} work then?", "Is there {n} in this?", "Why, then, is {n} {a}?"),
}  # fmt: skip
# In a hundred: at the top, in an answer, further down, right after a quotation, and after a question.
_SHARES: dict[str, tuple[int, int, int, int, int]] = {
    "plain": (33, 34, 44, 28, 30), "self": (20, 16, 14, 22, 14), "that": (4, 7, 7, 8, 8), "connected": (8, 5, 7, 8, 4),
    "joint": (3, 5, 12, 2, 1), "afterthought": (0, 0, 5, 0, 0), "agree": (1, 7, 1, 5, 10), "disagree": (2, 6, 2, 11, 8),
    "answer": (2, 4, 2, 1, 16), "hedge": (2, 4, 2, 3, 5), "clarify": (1, 3, 1, 1, 3), "surprise": (2, 4, 0, 2, 1),
    "praise": (8, 1, 0, 0, 0), "thanks": (8, 2, 0, 0, 1), "you": (2, 5, 3, 5, 3), "ask": (4, 6, 4, 9, 1),
}  # fmt: skip
TOP, REPLY, LATER, QUOTED, ANSWER = range(5)
_ON_POST = (
    "I think this post is right that {c}.", "The post says little about {n}.", "Your post made me think of {n}.",
    "The part of the post on {n} is {a}.", "One thing this post does not mention is {n}.", "In the post, {n} is {a}.",
)  # fmt: skip
_ABOUT = (
    "I think {w} meant that {c}.", "{w}'s point was that {c}.", "As {w} said, {c}.", "I agree with {w} that {c}.",
    "What {w} wrote about {n} is {a}.", "This does not address {w}'s question about {n}.",
)  # fmt: skip
_INLINE = (
    'When you say "{q}", I am not sure what you mean.', 'I take "{q}" to mean that {c}.', 'As for "{q}": {c}.',
    '"{q}" seems {a} to me.', 'On "{q}", {c}.', 'I would not call it "{q}".',
)  # fmt: skip
_LEADS = ("You write:", "From the post:", "As you put it,", "In particular this part:", "You also said:")


@dataclass
class Hand:
    """How one person writes.

    Attributes:
        quotes: How likely an answer of theirs opens with a quotation.
        curly: Whether apostrophes and quotation marks are curly.
        gap: What stands between two sentences.
        dash: How a dash is written.
        wordy: How many times longer than most they write.
    """

    quotes: float
    curly: bool
    gap: str
    dash: str
    wordy: float


@dataclass
class Matter:
    """What a text is about: its words from the most particular to the most common."""

    own: list[str]
    part: list[str]
    whole: list[str] = field(repr=False)


class Talker:
    """Draws words, sentences and paragraphs from one generator."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def word(self) -> str:
        """An invented word."""
        pick = self.chance.choice
        return "".join(pick(_ONSETS) + pick(_VOWELS) for _ in range(pick((1, 1, 2)))) + pick(_CODAS)

    def words(self, count: int) -> list[str]:
        """Some invented words."""
        return [self.word() for _ in range(count)]

    def hand(self, quotes: float) -> Hand:
        """A person's way of writing."""
        chance = self.chance
        return Hand(
            quotes=min(0.95, max(0.0, quotes * chance.uniform(0.4, 1.6))), curly=chance.random() < 0.15,
            gap="  " if chance.random() < 0.08 else " ", dash=chance.choice((" - ", " -- ", "—", " – ")),
            wordy=chance.lognormvariate(0, 0.45),
        )  # fmt: skip

    def reply(self, matter: Matter) -> Matter:
        """What an answer is about: mostly the same, with words of its own."""
        kept = self.chance.sample(matter.own, min(len(matter.own), self.chance.randint(3, 6)))
        return Matter([*kept, *self.words(self.chance.randint(2, 5))], matter.part, matter.whole)

    def filled(self, frame: str, matter: Matter) -> str:
        """A frame with its places filled."""
        for slot in ("{c}", "{n}", "{v}", "{a}", "{p}"):
            while slot in frame:
                frame = frame.replace(slot, self._slot(slot[1], matter), 1)
        return frame

    def _slot(self, name: str, matter: Matter) -> str:
        pick = self.chance.choice
        if name == "c":
            return self.filled(pick(_CLAIMS), matter)
        if name == "n":
            return self._noun(matter)
        return pick({"v": _VERBS, "a": _ADJECTIVES, "p": _PLACES}[name])

    def _noun(self, matter: Matter) -> str:
        drawn, pick = self.chance.random(), self.chance.choice
        words = matter.own if drawn < 0.36 else matter.part if drawn < 0.58 else matter.whole
        rank = min(len(words) - 1, int(self.chance.expovariate(4 / len(words))))
        noun = words[rank]
        article = pick(("", "", "the ", "this ", "their ", "our ", "a "))
        return f"{article}{noun}{pick(('', '', 's', ' ' + pick(matter.whole)))}"

    def sentence(self, matter: Matter) -> str:
        """A claim or, now and then, a question."""
        if self.chance.random() < 0.06:
            return self.filled(self.chance.choice(_QUESTIONS), matter)
        claim = self.filled(self.chance.choice(_CLAIMS), matter)
        if self.chance.random() < 0.25:
            joint = self.chance.choice((", but ", ", and ", ", because ", "; ", " (and "))
            claim += joint + self.filled(self.chance.choice(_CLAIMS), matter) + (")" if "(" in joint else "")
        return claim[:1].upper() + claim[1:] + self.chance.choice(("." * 9 + "!")[:10])

    def paragraph(self, matter: Matter, size: float, opening: str = "") -> str:
        """Sentences of about ``size`` in all, the first of them given."""
        sentences = [opening] if opening else []
        while not sentences or self.chance.random() > 1 / max(1.01, size):
            sentences.append(self.sentence(matter))
        return " ".join(sentences)

    def beginning(self, matter: Matter, place: int) -> str:
        """The first sentence of a paragraph, as people begin it there; empty where it is any claim.

        Args:
            matter: What it is about.
            place: TOP, REPLY, LATER, QUOTED or ANSWER.
        """
        kinds = list(_SHARES)
        kind = self.chance.choices(kinds, [_SHARES[kind][place] for kind in kinds])[0]
        said = self.filled(self.chance.choice(_BEGINNINGS[kind]), matter)
        return said[:1].upper() + said[1:]

    def question(self, matter: Matter) -> str:
        """A question."""
        return self.filled(self.chance.choice(_QUESTIONS), matter)

    def on_post(self, matter: Matter) -> str:
        """A sentence on the post."""
        return self.filled(self.chance.choice(_ON_POST), matter)

    def to(self, name: str, matter: Matter) -> str:
        """A sentence to somebody."""
        return self.filled(
            self.chance.choice((f"{name}, {{c}}.", f"@{name} {{c}}.", f"{name}: {{c}}.")), matter
        )

    def about(self, name: str, matter: Matter) -> str:
        """A sentence about somebody."""
        return self.filled(self.chance.choice(_ABOUT), matter).replace("{w}", name)

    def inline(self, matter: Matter, piece: str) -> str:
        """A sentence around words of somebody else."""
        return self.filled(self.chance.choice(_INLINE), matter).replace("{q}", piece)

    def lead(self) -> str:
        """A line that announces a quotation."""
        return self.chance.choice(_LEADS)

    def items(self, matter: Matter) -> list[str]:
        """The items of a list."""
        return [self.sentence(matter) for _ in range(self.chance.randint(2, 5))]


def set_by(hand: Hand, text: str) -> str:
    """A text as one person's keyboard writes it."""
    text = text.replace(" - ", hand.dash)
    if hand.gap != " ":
        text = text.replace(". ", "." + hand.gap)
    return text.replace("'", "’") if hand.curly else text


def sentences(text: str) -> Sequence[str]:
    """The sentences of a paragraph, roughly."""
    parts = text.replace("? ", "?\n").replace("! ", "!\n").replace(". ", ".\n").split("\n")
    return [part.strip() for part in parts if part.strip()]
