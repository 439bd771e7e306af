"""What each rule of a flat page counts, in log-odds, and how often what had some share was right.

Learned by ``python -m tests.bench.copies --learn`` from made discussions and from public ones with known
trees (tests/bench/discussions.py, tests/bench/trees.py), flattened as a forum's page is by copying
(tests/bench/flat_copies.py): three logistic regressions, see tests/bench/learning.py. No page whose tree
was found by close reading was among them. What ``STARTS_HOLD`` and ``ANSWERS_HOLD`` say is of copies that
were left out of the learning in turn (cross-validation).
"""

from __future__ import annotations

from collections.abc import Mapping

# By the share of all readings in which a comment begins somewhere: how often one did.
STARTS_HOLD: Mapping[float, float] = {
    0.0: 0, 0.401: 0.382, 0.474: 0.439, 0.527: 0.47, 0.584: 0.524, 0.645: 0.591, 0.709: 0.628, 0.774: 0.676,
    0.845: 0.743, 0.925: 0.824, 0.983: 0.882, 1.0: 0.99,
}  # fmt: skip

# The same for what a comment answers.
ANSWERS_HOLD: Mapping[float, float] = {
    0.0: 0, 0.174: 0.114, 0.264: 0.227, 0.338: 0.248, 0.411: 0.305, 0.481: 0.352, 0.553: 0.4, 0.633: 0.469,
    0.723: 0.529, 0.82: 0.605, 0.914: 0.721, 0.976: 0.788, 0.998: 0.935, 1.0: 0.935,
}  # fmt: skip

WEIGHTS: Mapping[str, float] = {
    "after_collapsed.above": 0.192, "after_collapsed.beside": -0.059, "after_collapsed.last": -0.4,
    "after_cut.above": -0.113, "after_cut.beside": 0.077, "after_cut.last": 0.051,
    "after_question.above": -0.513, "after_question.beside": -0.665, "after_question.last": 0.401,
    "afterthought.above": 0.134, "afterthought.beside": -0.318, "afterthought.last": -0.42,
    "agree.above": -0.417, "agree.beside": -0.402, "agree.last": 0.302, "answer.above": -0.584,
    "answer.beside": -0.265, "answer.last": 0.04, "answered.before": 0.992, "answers.above": -0.93,
    "answers.beside": -1.12, "answers.gap": -0.255, "answers.last": -0.017, "aside.above": -0.718,
    "aside.beside": -0.532, "aside.last": 0.192, "author.again": 1.404, "author.not_again": -0.693,
    "author.same": -2.71, "author.spoken_of": 0.503, "author.spoken_to": 1.977, "author.twice": 0.347,
    "bond": -0.007, "bond.hidden_part.discussed": -0.091, "bond.hidden_part.strongly": -0.813,
    "bond.hidden_part.weakly": 0.098, "bond.older": -0.557, "bond.one_line_under_one_line": 1.535,
    "bond.one_line_under_whole": 2.246, "bond.post": -1.051, "bond.post.long": 0.171,
    "bond.post.named": 2.091, "bond.post.one_line": -7, "bond.post.praise": 0.823,
    "bond.post.spared": -2.278, "bond.post.thanks": 0.533, "bond.same_hand": 0.244,
    "bond.scores_less": 0.658, "bond.scores_more": 0.592, "bond.whole_under_one_line": -0.319,
    "bond.whole_under_whole": 0.174, "clarify.above": -1.487, "clarify.beside": -0.292,
    "clarify.last": 0.674, "collapsed.above": 0.047, "collapsed.beside": 0.725, "collapsed.last": 0.339,
    "connected.above": -0.679, "connected.beside": -0.224, "connected.last": -0.152,
    "disagree.above": -0.603, "disagree.beside": -0.186, "disagree.last": 0.208,
    "expanded_after_collapsed.above": 0.624, "expanded_after_collapsed.beside": -3.472,
    "expanded_after_collapsed.last": -0.214, "hedge.above": -0.466, "hedge.beside": -0.381,
    "hedge.last": 0.067, "joint.above": -0.334, "joint.beside": -0.507, "joint.last": 0.073,
    "later.quotes.other": -1.593, "later.quotes.other.post": -2.076, "later.quotes.part": 0.973,
    "later.quotes.part.post": -0.175, "later.quotes.whole": 2.014, "later.quotes.whole.post": 1.788,
    "of_collapsed.above": -0.459, "of_collapsed.beside": -0.567, "of_collapsed.last": -0.351,
    "of_collapsed_scored.above": -0.225, "of_collapsed_scored.beside": 0.037,
    "of_collapsed_scored.last": 0.141, "of_cut.above": 0.12, "of_cut.beside": -0.005, "of_cut.last": 0.051,
    "of_expanded.above": -0.549, "of_expanded.beside": -0.176, "of_expanded.last": 0,
    "of_question.above": 0.31, "of_question.beside": 0.454, "of_question.last": 0.401,
    "of_size.above": -0.006, "of_size.beside": -0.038, "of_size.last": 0.012,
    "order.expanded_after_collapsed": -4.424, "order.falls": 0.307, "order.rises": -3.167,
    "plain.above": -0.524, "plain.beside": -0.343, "plain.last": -0.038, "praise.above": -0.694,
    "praise.beside": -0.632, "praise.last": -0.748, "quoted.above": -0.489, "quoted.beside": -0.306,
    "quoted.last": 1.244, "quotes.other": -1.607, "quotes.other.post": -3.354, "quotes.part": 1.072,
    "quotes.part.post": -0.09, "quotes.whole": 1.849, "quotes.whole.post": 2.661,
    "reading.only_quotation": -6, "reading.whole.cut_differs": -6, "reading.whole.too_long": -6,
    "self.above": -0.606, "self.beside": -0.233, "self.last": -0.099, "shares": 0.448,
    "shares.alike": 0.978, "shares.alike.post": 1.362, "shares.only": 0.57, "shares.post": 0.206,
    "shares.size": -0.468, "start": 0.077, "start.after_announcement": -2.732,
    "start.after_hidden.discussed": 2.13, "start.after_hidden.strongly": 0.326,
    "start.after_hidden.weakly": 0.521, "start.after_question": 0.879, "start.after_quotation": -2.671,
    "start.after_unfinished": -0.173, "start.afterthought": -3.708, "start.agree": 0.577,
    "start.answer": -0.89, "start.answers_question": 0.302, "start.aside": 0.747,
    "start.before_quotation": 0.09, "start.clarify": 1.446, "start.connected": -0.358,
    "start.cut_agreed": -3.173, "start.cut_agrees": 4.603, "start.cut_too_late": -2.132,
    "start.disagree": 0.647, "start.goes_on": -0.283, "start.hedge": 0.406, "start.hidden.discussed": 0.061,
    "start.hidden.strongly": -0.125, "start.hidden.weakly": 0.407, "start.in_quoting": -0.076,
    "start.item": -1.573, "start.joint": -0.801, "start.long": 0.164, "start.lower": 1.15,
    "start.other_hand": 1.676, "start.plain": -0.152, "start.praise": 2.011, "start.quoted": 0.914,
    "start.quoted_next": 0.415, "start.quoted_together": -1.481, "start.quotes_anew": -0.658,
    "start.quotes_back": 0.199, "start.quotes_comment": 0.682, "start.quotes_elsewhere": 0.18,
    "start.quotes_inside": -0.565, "start.quotes_little": -0.461, "start.quotes_own": 3.274,
    "start.quotes_post": 1.397, "start.quotes_same": -2.233, "start.quotes_unit_before": 2.062,
    "start.reacts_to_one": -0.018, "start.same_hand": -1.363, "start.self": -0.056, "start.set_in": -1.241,
    "start.shares_across": -0.314, "start.shares_before": -0.25, "start.shares_comment": -0.199,
    "start.shares_next": 0.132, "start.short": 0.246, "start.surprise": 2.843, "start.thanks": 2.469,
    "start.that": -0.374, "start.too_long_else": 2.042, "start.unfinished": -0.259, "start.units": -0.093,
    "start.within_hidden.discussed": 1.239, "start.within_hidden.strongly": -0.503,
    "start.within_hidden.weakly": -0.314, "start.you": 0.259, "surprise.above": -0.28,
    "surprise.beside": -0.592, "surprise.last": -0.036, "thanks.above": -0.479, "thanks.beside": -0.645,
    "thanks.last": -0.834, "that.above": -0.739, "that.beside": -0.111, "that.last": -0.001,
    "whole.ends_announcing": -2.732, "whole.ends_in_quotation": -2.444, "whole.only_quotation": -2.533,
    "whole.short": -0.061, "whole.too_long": -1.9, "you.above": -0.246, "you.beside": -0.035,
    "you.last": 0.021,
}  # fmt: skip
