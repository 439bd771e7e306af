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
    0.0: 0, 0.4: 0.358, 0.5: 0.451, 0.583: 0.505, 0.643: 0.545, 0.699: 0.602, 0.763: 0.667, 0.83: 0.724,
    0.896: 0.81, 0.967: 0.882, 1.0: 0.99,
}  # fmt: skip

# The same for what a comment answers.
ANSWERS_HOLD: Mapping[float, float] = {
    0.0: 0, 0.174: 0.133, 0.265: 0.182, 0.339: 0.238, 0.41: 0.279, 0.481: 0.346, 0.551: 0.412, 0.628: 0.467,
    0.715: 0.527, 0.809: 0.619, 0.896: 0.703, 0.967: 0.799, 0.997: 0.909, 1.0: 0.909,
}  # fmt: skip

WEIGHTS: Mapping[str, float] = {
    "after_collapsed.above": 0.008, "after_collapsed.beside": 0.157, "after_collapsed.last": -0.436,
    "after_cut.above": -0.299, "after_cut.beside": 0.175, "after_cut.last": 0.039,
    "after_question.above": -0.547, "after_question.beside": -0.74, "after_question.last": 0.398,
    "afterthought.above": 0.207, "afterthought.beside": -0.466, "afterthought.last": -0.414,
    "agree.above": -0.304, "agree.beside": -0.591, "agree.last": 0.313, "answer.above": -0.469,
    "answer.beside": -0.47, "answer.last": 0.057, "answers.above": -0.463, "answers.beside": -0.642,
    "answers.gap": -0.344, "answers.last": -0.023, "aside.above": -0.987, "aside.beside": -0.645,
    "aside.last": 0.194, "author.again": 1.553, "author.not_again": -0.868, "author.same": -2.012,
    "author.spoken_of": 0.66, "author.spoken_to": 2.198, "author.twice": 0.225, "bond": 0.439,
    "bond.hidden_part.discussed": -0.188, "bond.hidden_part.strongly": -0.695,
    "bond.hidden_part.weakly": 0.01, "bond.older": -0.538, "bond.one_line_under_one_line": 0.673,
    "bond.one_line_under_whole": 1.746, "bond.post": -1.039, "bond.post.long": 0.126,
    "bond.post.named": 2.049, "bond.post.one_line": -7, "bond.post.praise": 0.817,
    "bond.post.spared": -1.631, "bond.post.thanks": 0.442, "bond.same_hand": 0.239,
    "bond.scores_less": 0.742, "bond.scores_more": 0.641, "bond.whole_under_one_line": -1.007,
    "bond.whole_under_whole": -0.283, "clarify.above": -1.086, "clarify.beside": -0.573,
    "clarify.last": 0.689, "collapsed.above": -0.138, "collapsed.beside": 0.59, "collapsed.last": 0.389,
    "connected.above": -0.517, "connected.beside": -0.398, "connected.last": -0.146,
    "disagree.above": -0.417, "disagree.beside": -0.442, "disagree.last": 0.216,
    "expanded_after_collapsed.above": 0.257, "expanded_after_collapsed.beside": -1.815,
    "expanded_after_collapsed.last": -0.191, "hedge.above": -0.298, "hedge.beside": -0.688,
    "hedge.last": 0.086, "joint.above": -0.18, "joint.beside": -0.68, "joint.last": 0.034,
    "later.quotes.other": -1.416, "later.quotes.other.post": -1.602, "later.quotes.part": 1.332,
    "later.quotes.part.post": 0.145, "later.quotes.whole": 1.613, "later.quotes.whole.post": 1.575,
    "of_collapsed.above": -0.219, "of_collapsed.beside": -0.435, "of_collapsed.last": -0.369,
    "of_collapsed_scored.above": -0.235, "of_collapsed_scored.beside": -0.165,
    "of_collapsed_scored.last": 0.147, "of_cut.above": 0.197, "of_cut.beside": 0.223, "of_cut.last": 0.039,
    "of_expanded.above": -0.409, "of_expanded.beside": -0.414, "of_expanded.last": 0.005,
    "of_question.above": 0.161, "of_question.beside": 0.402, "of_question.last": 0.398,
    "of_size.above": -0.173, "of_size.beside": -0.141, "of_size.last": 0.022,
    "order.expanded_after_collapsed": -2.184, "order.falls": 1.062, "order.rises": -2.194,
    "plain.above": -0.375, "plain.beside": -0.536, "plain.last": -0.04, "praise.above": -0.6,
    "praise.beside": -0.834, "praise.last": -0.739, "quoted.above": -0.313, "quoted.beside": -0.393,
    "quoted.last": 1.231, "quotes.other": -1.692, "quotes.other.post": -1.951, "quotes.part": 1.535,
    "quotes.part.post": -0.108, "quotes.whole": 1.755, "quotes.whole.post": 1.897,
    "reading.only_quotation": -6, "reading.whole.cut_differs": -6, "reading.whole.too_long": -6,
    "self.above": -0.46, "self.beside": -0.453, "self.last": -0.085, "shares": 0.545, "shares.alike": 0.873,
    "shares.alike.post": 1.116, "shares.only": 0.485, "shares.post": 0.262, "shares.size": -0.406,
    "start": -0.034, "start.after_announcement": -1.837, "start.after_hidden.discussed": 1.465,
    "start.after_hidden.strongly": 0.196, "start.after_hidden.weakly": 0.808, "start.after_question": 0.83,
    "start.after_quotation": -1.763, "start.after_unfinished": -0.076, "start.afterthought": -2.352,
    "start.agree": 0.522, "start.answer": -0.89, "start.answers_question": 0.286, "start.aside": 0.802,
    "start.before_quotation": -0.001, "start.clarify": 1.145, "start.connected": -0.363,
    "start.cut_agreed": -1.765, "start.cut_agrees": 2.413, "start.cut_too_late": -1.672,
    "start.disagree": 0.538, "start.hedge": 0.304, "start.hidden.discussed": 0.695,
    "start.hidden.strongly": -0.173, "start.hidden.weakly": 0.379, "start.in_quoting": -0.228,
    "start.item": -1.186, "start.joint": -0.797, "start.long": 0.302, "start.lower": 1.007,
    "start.other_hand": 1.585, "start.plain": -0.172, "start.praise": 1.803, "start.quoted": 0.82,
    "start.quotes_anew": -0.473, "start.quotes_back": -0.561, "start.quotes_comment": 0.797,
    "start.quotes_elsewhere": 1.018, "start.quotes_inside": -0.529, "start.quotes_little": -0.658,
    "start.quotes_own": 1.772, "start.quotes_post": 0.863, "start.quotes_same": -1.46,
    "start.quotes_unit_before": 1.344, "start.reacts_to_one": -0.596, "start.same_hand": -1.239,
    "start.self": -0.073, "start.set_in": -1.145, "start.shares_before": -0.371,
    "start.shares_comment": -0.272, "start.short": 0.207, "start.surprise": 2.207, "start.thanks": 2.155,
    "start.that": -0.416, "start.too_long_else": 1.793, "start.unfinished": -0.235, "start.units": -0.035,
    "start.within_hidden.discussed": 1.166, "start.within_hidden.strongly": 0.368,
    "start.within_hidden.weakly": -0.003, "start.you": 0.158, "surprise.above": -0.128,
    "surprise.beside": -0.813, "surprise.last": -0.038, "thanks.above": -0.291, "thanks.beside": -0.908,
    "thanks.last": -0.786, "that.above": -0.58, "that.beside": -0.362, "that.last": 0.013,
    "whole.ends_announcing": -1.837, "whole.ends_in_quotation": -1.768, "whole.only_quotation": -1.747,
    "whole.short": 0.057, "whole.too_long": -1.73, "you.above": -0.203, "you.beside": -0.085,
    "you.last": 0.002,
}  # fmt: skip
