"""What each rule says, in sentences for the reader."""

from __future__ import annotations

from collections.abc import Iterable

# By rule, or by how rules begin: the longest that fits is taken. What a rule counts against says nothing.
_SENTENCES = {
    "start.thanks": "it opens with thanks",
    "start.praise": "it opens with praise",
    "start.agree": "it opens by agreeing",
    "start.disagree": "it opens by disagreeing",
    "start.clarify": "it opens with a clarification",
    "start.surprise": "it opens with surprise",
    "start.answer": "it opens like an answer",
    "start.hedge": "it opens with an opinion",
    "start.you": "it opens by speaking to somebody",
    "start.quotes_post": "it opens with words of the post",
    "start.quotes_comment": "it opens with words of an earlier comment",
    "start.quotes_unit_before": "it opens with words of what stands right above",
    "start.quotes_own": "it repeats words from just above, as an answer does",
    "start.quoted_next": "what follows quotes it",
    "start.quotes_elsewhere": "it quotes something else than what stands above",
    "start.quotes_back": "it quotes something farther up",
    "start.hidden": "it seems to open with words from a part that the page does not show",
    "start.after_hidden": "it reacts to what stands right above",
    "start.after_question": "what stands above ends with a question",
    "start.answers_question": "it answers the question right above",
    "start.other_hand": "it is typed another way than what stands above",
    "start.cut_agrees": "from here to the cut it has the length to which this page cuts",
    "start.too_long_else": "with what stands above it would be longer than this page shows uncut",
    "quotes.whole.post": "it quotes the post",
    "quotes.part.post": "it repeats words of the post",
    "quotes.whole": "it opens with a quotation from it",
    "quotes.part": "it repeats words of it",
    "later.quotes.whole.post": "it quotes the post further down",
    "later.quotes.part.post": "it repeats words of the post further down",
    "later.quotes.whole": "it quotes it further down",
    "later.quotes.part": "it repeats words of it further down",
    "shares.only": "they share rare words that nothing before had",
    "shares": "they share rare words",
    "author.spoken_to": "it speaks to its author by name",
    "author.spoken_of": "it names its author",
    "author.again": "its author wrote what this one answers",
    "bond.post.named": "it speaks of the post",
    "bond.post.thanks": "it opens with thanks",
    "bond.post.praise": "it opens with praise",
    "bond.hidden_part": "it seems to quote the part of it that the page does not show",
    "order.falls": "its score is no higher than that of the answer before",
}  # fmt: skip
_LEAST = 0.2


def say(rules: Iterable[tuple[str, float]]) -> tuple[str, ...]:
    """The sentences of the rules that speak for something, the heaviest first, each once.

    Args:
        rules: Rules with what they count, the heaviest first.
    """
    said = (_sentence(rule) for rule, counts in rules if counts >= _LEAST)
    return tuple(dict.fromkeys(sentence for sentence in said if sentence))


def _sentence(rule: str) -> str | None:
    while rule:
        if rule in _SENTENCES:
            return _SENTENCES[rule]
        rule = rule.rpartition(".")[0]
    return None
