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
    0.0: 0, 0.5: 0.5, 0.9: 0.87, 1.0: 0.96,
}  # fmt: skip

# The same for what a comment answers.
ANSWERS_HOLD: Mapping[float, float] = {
    0.0: 0, 0.3: 0.2, 0.5: 0.37, 0.7: 0.5, 0.9: 0.72, 0.97: 0.86, 1.0: 0.92,
}  # fmt: skip

WEIGHTS: Mapping[str, float] = {
    "after_collapsed.above": 0.019, "after_collapsed.beside": 0.272, "after_collapsed.last": -0.609,
    "after_cut.above": -0.373, "after_cut.beside": -0.104, "after_cut.last": -0.015,
    "after_question.above": -0.631, "after_question.beside": -0.667, "after_question.last": 0.391,
    "afterthought.above": 0.167, "afterthought.beside": -0.467, "afterthought.last": -0.388,
    "agree.above": 0.21, "agree.beside": -1.237, "agree.last": 0.284, "answer.above": -0.923,
    "answer.beside": -0.322, "answer.last": 0.133, "answers.above": -0.453, "answers.beside": -0.606,
    "answers.gap": -0.226, "answers.last": -0.088, "aside.above": -1.05, "aside.beside": -0.639,
    "aside.last": 0.248, "author.again": 1.861, "author.not_again": -1.048, "author.same": -1.978,
    "author.spoken_of": 0.024, "author.spoken_to": 2.303, "author.twice": -0.294, "bond": -0.198,
    "bond.hidden_part.discussed": -0.338, "bond.hidden_part.strongly": -0.589,
    "bond.hidden_part.weakly": 0.617, "bond.one_line_under_one_line": 0.899,
    "bond.one_line_under_whole": 1.7, "bond.post": -1.265, "bond.post.long": -0.119,
    "bond.post.named": 1.634, "bond.post.one_line": -7, "bond.post.praise": 0.855,
    "bond.post.spared": -1.237, "bond.post.thanks": 0.244, "bond.same_hand": -0.156,
    "bond.scores_less": 0.41, "bond.scores_more": 0.425, "bond.whole_under_one_line": -1.077,
    "bond.whole_under_whole": -0.366, "clarify.above": -1.259, "clarify.beside": -0.272,
    "clarify.last": 0.831, "collapsed.above": -0.137, "collapsed.beside": 0.582, "collapsed.last": 0.332,
    "connected.above": -0.434, "connected.beside": -0.175, "connected.last": -0.393,
    "disagree.above": -0.139, "disagree.beside": -0.078, "disagree.last": -0.094,
    "expanded_after_collapsed.above": 0.39, "expanded_after_collapsed.beside": -1.879,
    "expanded_after_collapsed.last": -0.228, "hedge.above": -0.069, "hedge.beside": -0.403,
    "hedge.last": -0.032, "joint.above": -0.072, "joint.beside": -0.762, "joint.last": -0.269,
    "later.quotes.other": -1.15, "later.quotes.other.post": -1.637, "later.quotes.part": 1.093,
    "later.quotes.part.post": -0.637, "later.quotes.whole": 1.368, "later.quotes.whole.post": 1.387,
    "of_collapsed.above": -0.311, "of_collapsed.beside": -0.492, "of_collapsed.last": -0.524,
    "of_collapsed_scored.above": -0.185, "of_collapsed_scored.beside": -0.268,
    "of_collapsed_scored.last": 0.27, "of_cut.above": 0.056, "of_cut.beside": 0.008, "of_cut.last": -0.015,
    "of_expanded.above": -0.422, "of_expanded.beside": -0.464, "of_expanded.last": -0.057,
    "of_question.above": -0.179, "of_question.beside": 0.367, "of_question.last": 0.391,
    "of_size.above": -0.195, "of_size.beside": -0.103, "of_size.last": 0.146,
    "order.expanded_after_collapsed": -2.243, "order.falls": 0.926, "order.rises": -2.309,
    "plain.above": -0.441, "plain.beside": -0.355, "plain.last": -0.081, "praise.above": -0.741,
    "praise.beside": -1.04, "praise.last": -0.382, "quotes.other": -1.479, "quotes.other.post": -1.927,
    "quotes.part": 1.265, "quotes.part.post": 0.586, "quotes.whole": 1.65, "quotes.whole.post": 1.61,
    "reading.only_quotation": -6, "reading.whole.cut_differs": -6, "reading.whole.too_long": -6,
    "self.above": -0.354, "self.beside": -0.533, "self.last": -0.075, "shares": 0.625,
    "shares.alike": 0.763, "shares.alike.post": 0.714, "shares.only": 0.44, "shares.post": 0.273,
    "shares.size": -0.377, "start": -0.058, "start.after_announcement": -1.72,
    "start.after_hidden.discussed": 1.366, "start.after_hidden.strongly": 0.324,
    "start.after_hidden.weakly": 1.002, "start.after_question": 0.623, "start.after_quotation": -1.761,
    "start.after_unfinished": 0.085, "start.afterthought": -2.272, "start.agree": 0.627,
    "start.answer": -1.111, "start.answers_question": 0.859, "start.aside": 0.592,
    "start.before_quotation": -0.216, "start.clarify": 1.067, "start.connected": -0.24,
    "start.cut_agreed": -1.753, "start.cut_agrees": 2.411, "start.cut_too_late": -1.698,
    "start.disagree": 0.243, "start.hedge": 0.265, "start.hidden.discussed": 0.734,
    "start.hidden.strongly": -0.089, "start.hidden.weakly": 0.15, "start.in_quoting": -0.06,
    "start.item": -1.285, "start.joint": -0.81, "start.long": -0.048, "start.lower": 0.795,
    "start.other_hand": 1.886, "start.plain": -0.069, "start.praise": 1.545, "start.quoted": 0.802,
    "start.quotes_anew": -0.862, "start.quotes_back": -1.037, "start.quotes_comment": 0.721,
    "start.quotes_elsewhere": 0.427, "start.quotes_inside": -0.397, "start.quotes_little": -0.274,
    "start.quotes_own": 1.719, "start.quotes_post": 1.048, "start.quotes_same": -1.489,
    "start.quotes_unit_before": 1.26, "start.reacts_to_one": -0.311, "start.same_hand": -1.143,
    "start.self": 0.081, "start.set_in": -1.046, "start.shares_before": -0.395,
    "start.shares_comment": -0.199, "start.short": 0.241, "start.surprise": 2.047, "start.thanks": 1.607,
    "start.that": -0.516, "start.too_long_else": 2.337, "start.unfinished": -0.037, "start.units": -0.101,
    "start.within_hidden.discussed": 1.068, "start.within_hidden.strongly": -0.7,
    "start.within_hidden.weakly": -0.396, "start.you": 0.343, "surprise.above": 0.198,
    "surprise.beside": -0.871, "surprise.last": -0.187, "thanks.above": -0.718, "thanks.beside": -0.371,
    "thanks.last": -0.509, "that.above": -0.675, "that.beside": -0.454, "that.last": 0.14,
    "whole.ends_announcing": -1.72, "whole.ends_in_quotation": -1.737, "whole.only_quotation": -1.724,
    "whole.short": 0.166, "whole.too_long": 0.273, "you.above": -0.209, "you.beside": 0.08,
    "you.last": -0.08,
}  # fmt: skip
