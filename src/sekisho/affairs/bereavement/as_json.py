"""A plan as JSON, for checks from outside (``sekisho bereavement plan``). Pure."""

from collections.abc import Mapping
from typing import Any

from sekisho.affairs.bereavement.procedures import Catalogue
from sekisho.affairs.bereavement.rules import plan, questions, read_facts


def plan_as_json(case: Mapping[str, Any], known: Catalogue) -> dict[str, Any]:
    """The plan and the questions of one case; UserError for a wrong name or value."""
    facts = read_facts(case, known)
    return {
        "as_of": known.as_of.isoformat(),
        "procedures": [
            {
                "id": one.procedure.id, "title": one.procedure.name, "state": one.state, "because": list(one.because),
                "deadline": one.last_day.isoformat() if one.last_day else None, "deadline_words": one.deadline,
                "who_may": list(one.procedure.who), "counter": one.procedure.counter, "channel": one.procedure.channel,
                "unsure": one.procedure.unsure,
            }
            for one in plan(facts, known)
        ],
        "questions": [
            {"name": one.attribute.name, "ask": one.attribute.ask, "decides": one.decides} for one in questions(facts, known)
        ],
    }  # fmt: skip
