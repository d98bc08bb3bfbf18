"""Teaching a form: from one blank or filled sample to its regions, and what a person should check."""

from sekisho.paper.learn.learner import LearnedForm, learn_form
from sekisho.paper.learn.picture import draw_form
from sekisho.paper.learn.print_reader import PrintReader
from sekisho.paper.learn.sheet import ReadsText

__all__ = ["LearnedForm", "PrintReader", "ReadsText", "draw_form", "learn_form"]
