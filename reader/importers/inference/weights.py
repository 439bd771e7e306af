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
    0.0: 0, 0.383: 0.421, 0.439: 0.424, 0.495: 0.439, 0.555: 0.508, 0.62: 0.583, 0.688: 0.623, 0.759: 0.673,
    0.831: 0.701, 0.911: 0.81, 0.981: 0.897, 1.0: 0.989,
}  # fmt: skip

# The same for what a comment answers.
ANSWERS_HOLD: Mapping[float, float] = {
    0.0: 0, 0.158: 0.111, 0.279: 0.246, 0.388: 0.301, 0.459: 0.323, 0.535: 0.373, 0.62: 0.48, 0.711: 0.488,
    0.807: 0.615, 0.906: 0.708, 0.975: 0.8, 0.998: 0.933, 1.0: 0.933,
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
    "shares.size": -0.468, "start": 0.058, "start.after_announcement": -2.327,
    "start.after_hidden.discussed": 2.121, "start.after_hidden.strongly": 0.367,
    "start.after_hidden.weakly": 0.559, "start.after_question": 1.047, "start.after_quotation": -2.685,
    "start.after_short_question": -1.162, "start.after_unfinished": -0.325, "start.afterthought": -3.875,
    "start.agree": 0.483, "start.answer": 0.102, "start.answers_question": 0.266, "start.aside": -0.185,
    "start.before_quotation": -0.412, "start.clarify": 1.385, "start.connected": -0.401,
    "start.cut_agreed": -3.15, "start.cut_agrees": 4.571, "start.cut_too_late": -2.165,
    "start.disagree": 0.527, "start.goes_on": -0.271, "start.hedge": 0.353, "start.hidden.discussed": 0.226,
    "start.hidden.strongly": -0.114, "start.hidden.weakly": 0.355, "start.in_quoting": -0.023,
    "start.item": -1.705, "start.joint": -0.956, "start.leads_to_items": -5.098, "start.long": 0.139,
    "start.lower": 0.799, "start.other_hand": 1.695, "start.plain": -0.24, "start.praise": 1.963,
    "start.quoted": 1.025, "start.quoted_next": 0.628, "start.quoted_together": -1.397,
    "start.quotes_after_short": -2.665, "start.quotes_anew": 0.064, "start.quotes_back": 0.195,
    "start.quotes_comment": 0.763, "start.quotes_elsewhere": 0.003, "start.quotes_inside": -0.469,
    "start.quotes_little": -0.563, "start.quotes_own": 3.263, "start.quotes_post": 1.421,
    "start.quotes_same": -2.333, "start.quotes_unit_before": 2.043, "start.reacts_to_one": 0.016,
    "start.same_hand": -1.339, "start.self": -0.126, "start.set_in": -0.797, "start.shares_across": -0.347,
    "start.shares_across.quoted": -0.657, "start.shares_before": -0.258, "start.shares_comment": -0.245,
    "start.shares_next": 0.134, "start.short": 0.506, "start.short.units": -0.397, "start.surprise": 2.788,
    "start.thanks": 2.352, "start.that": -0.43, "start.too_long_else": 2.052, "start.unfinished": 0.821,
    "start.units": 0.066, "start.within_hidden.discussed": 1.234, "start.within_hidden.strongly": -0.533,
    "start.within_hidden.weakly": -0.362, "start.you": 0.033, "surprise.above": -0.28,
    "surprise.beside": -0.592, "surprise.last": -0.036, "thanks.above": -0.479, "thanks.beside": -0.645,
    "thanks.last": -0.834, "that.above": -0.739, "that.beside": -0.111, "that.last": -0.001,
    "whole.ends_announcing": -2.327, "whole.ends_in_quotation": -2.412, "whole.only_quotation": -2.568,
    "whole.short": 0.218, "whole.too_long": -1.75, "you.above": -0.246, "you.beside": -0.035,
    "you.last": 0.021,
}  # fmt: skip
