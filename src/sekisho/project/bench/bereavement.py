"""The catalogue of procedures over random families, and whether more knowledge ever turns a decided procedure round."""

import random
import statistics
import time
from typing import Any

from sekisho.affairs.bereavement.procedures import catalogue
from sekisho.affairs.bereavement.rules import plan, questions


def time_plans(families: int) -> dict[str, float]:
    """Milliseconds of a plan and of its questions (median), seconds of computing over all families (other work on the machine
    left out), and procedures that an answer turned round (to be 0)."""
    known, rng = catalogue(), random.Random(7)
    took: dict[str, list[float]] = {"plan": [], "questions": []}
    turned = 0
    began = time.process_time()
    for _ in range(families):
        facts: dict[str, Any] = {
            name: rng.choice(known.answers[name]) for name in known.attributes if rng.random() < 0.5
        }
        start = time.perf_counter()
        before = plan(facts, known)
        took["plan"].append(time.perf_counter() - start)
        start = time.perf_counter()
        asked = questions(facts, known)
        took["questions"].append(time.perf_counter() - start)
        if asked:
            name = asked[0].attribute.name
            after = plan({**facts, name: rng.choice(known.answers[name])}, known)
            turned += sum(a.state not in ("unknown", b.state) for a, b in zip(before, after, strict=True))
    return {
        **{name: statistics.median(times) * 1000 for name, times in took.items()},
        "all": time.process_time() - began,
        "turned": turned,
    }
