"""What each rule of a flat page counts, in log-odds, and how often what was found with some share was right.

Learned by ``python -m tests.bench.copies --learn`` from made discussions and from public ones with known
trees (tests/bench/discussions.py, tests/bench/trees.py), flattened as a forum's page is by copying
(tests/bench/flat_copies.py): three logistic regressions, see tests/bench/learning.py. No flat page whose
tree was found by close reading was among them. The shares in ``STARTS_HOLD`` and ``ANSWERS_HOLD`` are of
copies that were left out of the learning in turn (cross-validation).
"""

from __future__ import annotations

from collections.abc import Mapping

# By the share of all readings in which a comment begins somewhere: how often one did.
STARTS_HOLD: Mapping[float, float] = {
    0.0: 0.0, 1.0: 1.0,
}  # fmt: skip
# The same for what a comment answers.
ANSWERS_HOLD: Mapping[float, float] = {
    0.0: 0.0, 1.0: 1.0,
}  # fmt: skip
WEIGHTS: Mapping[str, float] = {
    "after_collapsed.above": 0.189, "after_collapsed.beside": 0.094, "after_collapsed.last": -0.508,
    "after_cut.above": -0.091, "after_cut.beside": -0.022, "after_cut.last": 0.031,
    "after_question.above": -0.484, "after_question.beside": -0.599, "after_question.last": 0.386,
    "afterthought.above": 0.161, "afterthought.beside": -0.464, "afterthought.last": -0.529,
    "agree.above": -0.308, "agree.beside": -0.496, "agree.last": 0.346, "answer.above": -0.607,
    "answer.beside": -0.535, "answer.last": 0.139, "answers.above": -0.626, "answers.beside": -0.817,
    "answers.gap": -0.278, "answers.last": -0.103, "aside.above": -0.889, "aside.beside": -0.641,
    "aside.last": 0.261, "author.again": 1.332, "author.not_again": -0.981, "author.same": -2.432,
    "author.spoken_of": 0.592, "author.spoken_to": 2.627, "author.twice": 0.107, "bond": 0.114,
    "bond.hidden_part.discussed": 0.217, "bond.hidden_part.strongly": -0.941,
    "bond.hidden_part.weakly": 0.92, "bond.older": 0.07, "bond.one_line_under_one_line": 0.868,
    "bond.one_line_under_whole": 1.794, "bond.post": -1.23, "bond.post.long": 0.008,
    "bond.post.named": 2.088, "bond.post.one_line": -7, "bond.post.praise": 0.894,
    "bond.post.spared": -2.229, "bond.post.thanks": 0.294, "bond.same_hand": -0.045,
    "bond.scores_less": 0.574, "bond.scores_more": 0.501, "bond.whole_under_one_line": -0.842,
    "bond.whole_under_whole": -0.15, "clarify.above": -1.173, "clarify.beside": -0.292,
    "clarify.last": 0.661, "collapsed.above": -0.037, "collapsed.beside": 0.783, "collapsed.last": 0.286,
    "connected.above": -0.621, "connected.beside": -0.339, "connected.last": -0.183,
    "disagree.above": -0.391, "disagree.beside": -0.308, "disagree.last": 0.142,
    "expanded_after_collapsed.above": 0.564, "expanded_after_collapsed.beside": -2.21,
    "expanded_after_collapsed.last": -0.287, "hedge.above": -0.486, "hedge.beside": -0.602,
    "hedge.last": 0.193, "joint.above": -0.311, "joint.beside": -0.72, "joint.last": 0.006,
    "later.quotes.other": -1.603, "later.quotes.other.post": -1.589, "later.quotes.part": 1.82,
    "later.quotes.part.post": 0.267, "later.quotes.whole": 1.618, "later.quotes.whole.post": 1.573,
    "of_collapsed.above": -0.383, "of_collapsed.beside": -0.529, "of_collapsed.last": -0.467,
    "of_collapsed_scored.above": -0.175, "of_collapsed_scored.beside": -0.107,
    "of_collapsed_scored.last": 0.238, "of_cut.above": 0.182, "of_cut.beside": 0.032, "of_cut.last": 0.031,
    "of_expanded.above": -0.435, "of_expanded.beside": -0.351, "of_expanded.last": 0.011,
    "of_question.above": 0.094, "of_question.beside": 0.339, "of_question.last": 0.386,
    "of_size.above": -0.162, "of_size.beside": -0.041, "of_size.last": 0.068,
    "order.expanded_after_collapsed": -2.659, "order.falls": 0.93, "order.rises": -2.695,
    "plain.above": -0.54, "plain.beside": -0.532, "plain.last": 0.045, "praise.above": -0.612,
    "praise.beside": -1.082, "praise.last": -0.607, "quoted.beside": -0.371, "quoted.last": 0.582,
    "quotes.other": -1.706, "quotes.other.post": -2.348, "quotes.part": 0.797, "quotes.part.post": -0.298,
    "quotes.whole": 1.948, "quotes.whole.post": 2.081, "reading.only_quotation": -6,
    "reading.whole.cut_differs": -6, "reading.whole.too_long": -6, "self.above": -0.56,
    "self.beside": -0.505, "self.last": -0.042, "shares": 0.546, "shares.alike": 0.827,
    "shares.alike.post": 1.251, "shares.only": 0.562, "shares.post": 0.274, "shares.size": -0.433,
    "start": 0.019, "start.after_announcement": -1.96, "start.after_hidden.discussed": 1.581,
    "start.after_hidden.strongly": 0.355, "start.after_hidden.weakly": 0.59, "start.after_question": 0.841,
    "start.after_quotation": -2.08, "start.after_unfinished": 0.078, "start.afterthought": -2.754,
    "start.agree": 0.594, "start.answer": -0.971, "start.answers_question": 0.417, "start.aside": 0.784,
    "start.before_quotation": 0.001, "start.clarify": 1.198, "start.connected": -0.298,
    "start.cut_agreed": -2.014, "start.cut_agrees": 2.949, "start.cut_too_late": -1.859,
    "start.disagree": 0.57, "start.hedge": 0.282, "start.hidden.discussed": 0.828,
    "start.hidden.strongly": -0.164, "start.hidden.weakly": 0.131, "start.in_quoting": -0.108,
    "start.item": -1.278, "start.joint": -0.834, "start.long": 0.089, "start.lower": 1.009,
    "start.other_hand": 1.769, "start.plain": -0.12, "start.praise": 1.767, "start.quoted": 0.88,
    "start.quotes_anew": -0.72, "start.quotes_back": -0.819, "start.quotes_comment": 0.798,
    "start.quotes_elsewhere": 0.654, "start.quotes_inside": -0.594, "start.quotes_little": -0.378,
    "start.quotes_own": 2.084, "start.quotes_post": 1.118, "start.quotes_same": -1.684,
    "start.quotes_unit_before": 1.29, "start.reacts_to_one": -0.288, "start.same_hand": -1.48,
    "start.self": 0.025, "start.set_in": -1.155, "start.shares_before": -0.402,
    "start.shares_comment": -0.264, "start.short": 0.268, "start.surprise": 2.453, "start.thanks": 2.122,
    "start.that": -0.488, "start.too_long_else": 2.827, "start.unfinished": -0.269, "start.units": -0.111,
    "start.within_hidden.discussed": 1.042, "start.within_hidden.strongly": -0.247,
    "start.within_hidden.weakly": -0.229, "start.you": 0.207, "surprise.above": -0.256,
    "surprise.beside": -0.932, "surprise.last": 0.065, "thanks.above": -0.642, "thanks.beside": -0.739,
    "thanks.last": -0.627, "that.above": -0.815, "that.beside": -0.432, "that.last": 0.163,
    "whole.ends_announcing": -1.96, "whole.ends_in_quotation": -2.071, "whole.only_quotation": -2.029,
    "whole.short": -0.043, "whole.too_long": 0.188, "you.above": -0.2, "you.beside": 0.021,
    "you.last": -0.05,
}  # fmt: skip
