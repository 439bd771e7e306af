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
    0.0: 0, 0.382: 0.414, 0.442: 0.439, 0.5: 0.448, 0.593: 0.538, 0.694: 0.646, 0.767: 0.677, 0.837: 0.752,
    0.917: 0.803, 0.986: 0.915, 1.0: 0.985,
}  # fmt: skip

# The same for what a comment answers.
ANSWERS_HOLD: Mapping[float, float] = {
    0.0: 0, 0.163: 0.129, 0.284: 0.247, 0.389: 0.312, 0.467: 0.348, 0.542: 0.395, 0.621: 0.448,
    0.714: 0.564, 0.814: 0.616, 0.91: 0.721, 0.977: 0.807, 0.998: 0.931, 1.0: 0.931,
}  # fmt: skip

WEIGHTS: Mapping[str, float] = {
    "after_collapsed.above": 0.162, "after_collapsed.beside": -0.36, "after_collapsed.last": -0.227,
    "after_cut.above": -0.156, "after_cut.beside": 0.083, "after_cut.last": 0.056,
    "after_question.above": -0.564, "after_question.beside": -0.626, "after_question.last": 0.426,
    "afterthought.above": 0.444, "afterthought.beside": -0.385, "afterthought.last": -0.625,
    "agree.above": -0.428, "agree.beside": -0.427, "agree.last": 0.384, "answer.above": -0.655,
    "answer.beside": -0.326, "answer.last": 0.193, "answered.before": 0.962, "answers.above": -0.749,
    "answers.beside": -1.099, "answers.gap": -0.318, "answers.last": -0.058, "aside.above": -0.757,
    "aside.beside": -0.572, "aside.last": 0.206, "author.again": 1.272, "author.not_again": -0.799,
    "author.same": -3.277, "author.spoken_of": 1.2, "author.spoken_to": 2.261, "author.twice": 0.584,
    "bond": 0.177, "bond.hidden_part.discussed": 0.166, "bond.hidden_part.strongly": -0.209,
    "bond.hidden_part.weakly": 0.217, "bond.older": -0.516, "bond.one_line_under_one_line": 1.587,
    "bond.one_line_under_whole": 2.707, "bond.post": -0.766, "bond.post.long": 0.144,
    "bond.post.named": 1.956, "bond.post.one_line": -7, "bond.post.praise": 0.84,
    "bond.post.spared": -1.731, "bond.post.thanks": 0.766, "bond.same_hand": 0.102,
    "bond.scores_less": 1.033, "bond.scores_more": 0.908, "bond.whole_under_one_line": -0.354,
    "bond.whole_under_whole": 0.1, "clarify.above": -1.061, "clarify.beside": -0.551, "clarify.last": 0.523,
    "collapsed.above": -0.17, "collapsed.beside": 0.874, "collapsed.last": 0.404, "connected.above": -0.556,
    "connected.beside": -0.318, "connected.last": -0.204, "disagree.above": -0.528,
    "disagree.beside": -0.227, "disagree.last": 0.193, "expanded_after_collapsed.above": 0.323,
    "expanded_after_collapsed.beside": -3.536, "expanded_after_collapsed.last": 0.025, "hedge.above": -0.51,
    "hedge.beside": -0.266, "hedge.last": 0.132, "joint.above": -0.411, "joint.beside": -0.417,
    "joint.last": 0.088, "later.quotes.other": -1.572, "later.quotes.other.post": -2.698,
    "later.quotes.part": 1.586, "later.quotes.part.post": -0.154, "later.quotes.whole": 1.983,
    "later.quotes.whole.post": 2.161, "of_collapsed.above": -0.525, "of_collapsed.beside": -0.617,
    "of_collapsed.last": -0.377, "of_collapsed_scored.above": -0.107, "of_collapsed_scored.beside": 0.07,
    "of_collapsed_scored.last": 0.089, "of_cut.above": 0.2, "of_cut.beside": 0.074, "of_cut.last": 0.056,
    "of_expanded.above": -0.548, "of_expanded.beside": -0.18, "of_expanded.last": -0.013,
    "of_question.above": 0.458, "of_question.beside": 0.513, "of_question.last": 0.426,
    "of_size.above": -0.05, "of_size.beside": -0.038, "of_size.last": 0.015,
    "order.expanded_after_collapsed": -4.372, "order.falls": 0.39, "order.rises": -3.205,
    "plain.above": -0.47, "plain.beside": -0.409, "plain.last": -0.045, "praise.above": -0.574,
    "praise.beside": -0.911, "praise.last": -0.848, "quoted.above": -1.077, "quoted.beside": 0.232,
    "quoted.last": 1.434, "quotes.other": -1.48, "quotes.other.post": -3.516, "quotes.part": 1.174,
    "quotes.part.post": 0.579, "quotes.whole": 1.742, "quotes.whole.post": 2.647,
    "reading.only_quotation": -6, "reading.whole.cut_differs": -6, "reading.whole.too_long": -6,
    "self.above": -0.543, "self.beside": -0.337, "self.last": -0.093, "shares": 0.42, "shares.alike": 1.094,
    "shares.alike.post": 1.793, "shares.only": 0.556, "shares.post": 0.117, "shares.size": -0.492,
    "start": 0.022, "start.after_announcement": -2.597, "start.after_hidden.discussed": 2.131,
    "start.after_hidden.strongly": 0.387, "start.after_hidden.weakly": 0.184, "start.after_question": 1.264,
    "start.after_quotation": -2.717, "start.after_short_question": -1.199, "start.after_unfinished": -0.556,
    "start.afterthought": -4.389, "start.agree": 0.784, "start.answer": 0.022,
    "start.answers_question": 0.019, "start.aside": -0.323, "start.before_quotation": -0.616,
    "start.clarify": 0.956, "start.connected": -0.394, "start.cut_agreed": -3.314,
    "start.cut_agrees": 4.532, "start.cut_too_late": -2.107, "start.disagree": 0.534,
    "start.goes_on": -0.288, "start.hedge": 0.246, "start.hidden.discussed": 0.413,
    "start.hidden.strongly": -0.03, "start.hidden.weakly": 0.255, "start.in_quoting": 0.054,
    "start.item": -1.784, "start.joint": -0.866, "start.leads_to_items": -5.636, "start.long": 0.108,
    "start.lower": 0.831, "start.other_hand": 1.717, "start.plain": -0.233, "start.praise": 2.009,
    "start.quoted": 0.979, "start.quoted_next": 0.634, "start.quoted_together": -1.813,
    "start.quotes_after_short": -2.708, "start.quotes_anew": 0.168, "start.quotes_back": 0.345,
    "start.quotes_comment": 0.6, "start.quotes_elsewhere": -0.509, "start.quotes_inside": -0.431,
    "start.quotes_little": -0.187, "start.quotes_own": 3.53, "start.quotes_post": 1.682,
    "start.quotes_same": -2.675, "start.quotes_unit_before": 2.292, "start.reacts_to_one": -0.031,
    "start.same_hand": -1.265, "start.self": -0.135, "start.set_in": -0.921, "start.shares_across": -0.331,
    "start.shares_across.quoted": -0.684, "start.shares_before": -0.269, "start.shares_comment": -0.292,
    "start.shares_next": 0.119, "start.short": 0.451, "start.short.units": -0.312, "start.surprise": 2.881,
    "start.thanks": 3.249, "start.that": -0.374, "start.too_long_else": 2.687, "start.unfinished": 1.15,
    "start.units": 0.071, "start.within_hidden.discussed": 1.779, "start.within_hidden.strongly": -0.148,
    "start.within_hidden.weakly": 0.045, "start.you": 0.04, "surprise.above": -0.402,
    "surprise.beside": -0.509, "surprise.last": 0.052, "thanks.above": -0.615, "thanks.beside": -0.408,
    "thanks.last": -0.731, "that.above": -0.551, "that.beside": -0.322, "that.last": 0.042,
    "whole.ends_announcing": -2.597, "whole.ends_in_quotation": -2.542, "whole.only_quotation": -2.682,
    "whole.short": 0.191, "whole.too_long": -2.122, "you.above": -0.212, "you.beside": -0.117,
    "you.last": 0.027,
}  # fmt: skip
