"""The training road from fonts to weights, step by step."""

import json
import multiprocessing
import tempfile
import tomllib
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path

import numpy as np

from sekisho.paper.additive import as_data
from sekisho.paper.confidence import FEATURES
from sekisho.paper.engine import load_engine
from sekisho.paper.synth.corpus import corpus
from sekisho.paper.synth.fontbook import Style, listed
from sekisho.paper.train.glyphs import Bank, alphabet, render_bank
from sekisho.paper.train.inputs import sample_cells, sample_windows
from sekisho.paper.train.names import KNOWN, Harvest, fit_names, harvest, join, weights
from sekisho.paper.train.network import export, train
from sekisho.paper.train.quantise import network_input, quantise
from sekisho.paper.train.samples import batches
from sekisho.paper.train.stock import cut

Say = Callable[[str], None]
#: Fonts of the role «calibrate» on which the training looks at its progress.
_WATCHED = ("yusei-magic", "new-tegomin", "zen-old-mincho")
_SLICE = 700


def cut_recogniser(fonts: Path, target: Path) -> int:
    """Cut the stock recogniser, give it int8 weights, write it; returns the number of its characters."""
    inputs = [network_input(crop) for crop in sample_cells(fonts, load_engine())]
    with tempfile.TemporaryDirectory() as scratch:
        floating = Path(scratch) / "recogniser.onnx"
        characters = cut(floating)
        quantise(floating, target, inputs)
    return len(characters)


def train_verifier(fonts: Path, target: Path, steps: int, seed: int, say: Say) -> None:
    """Render the fonts of the role «train», train the network, write it as ONNX."""
    wanted = tomllib.loads(fonts.read_text(encoding="utf-8"))["font"]
    folder = fonts.parent / ".fonts"
    characters, weights = alphabet()
    bank = render_bank(folder, [font for font in wanted if font["role"] == "train"], characters)
    held = []
    for name in _WATCHED:
        watched: Bank = render_bank(folder, [font for font in wanted if font["name"] == name], characters)
        held += list(islice(batches(watched, weights, 256, 5), 3))
    engine = load_engine()
    inputs = sample_windows(sample_cells(fonts, engine), engine)
    with tempfile.TemporaryDirectory() as scratch:
        network = train(bank, weights, held, steps, seed, Path(scratch) / "network.pt", say)
        floating = Path(scratch) / "verifier.onnx"
        export(network, floating, characters)
        quantise(floating, target, inputs)


def calibrate_names(fonts: Path, target: Path, sets: Sequence[tuple[int, int]], say: Say) -> None:
    """Read name cells of print and handwriting in the harsh mix and fit the model; each of ``sets`` is a seed and how many
    cells of each style. The thresholds count the doubts of the dates in ``dates.json`` beside ``target``."""
    tasks = [
        (fonts, style, seed * 1000 + part)
        for seed, cells in sets
        for part in range(-(-cells // _SLICE))
        for style in ("print", "hand")
    ]
    context = multiprocessing.get_context("spawn")
    parts: list[Harvest] = []
    with ProcessPoolExecutor(mp_context=context) as pool:
        for part in pool.map(_harvest_slice, *zip(*tasks, strict=True)):
            parts.append(part)
            say(f"{sum(len(one.right) for one in parts)} cells")
    data = join(parts)
    dates = json.loads((target.parent / "dates.json").read_text(encoding="utf-8"))["doubts"]
    model = fit_names(data, dates)
    target.write_text(json.dumps(as_data(model, FEATURES), indent=1) + "\n", encoding="utf-8")
    chances = np.where(data.close, 0.0, model.probability(data.features))
    for risk, least in model.thresholds:
        taken = chances >= least
        weight = weights(data)
        wrong = float((weight * (taken & ~data.right)).sum() / max(1e-9, (weight * taken).sum()))
        left = float(1 - taken[data.kind == KNOWN].mean())
        say(f"risk {risk:g}: from {least:.6f}, wrong {wrong:.6f} of the accepted, {left:.2%} to a person")


def _harvest_slice(fonts: Path, style: Style, seed: int) -> Harvest:
    faces = listed(fonts, fonts.parent / ".fonts", "calibrate")
    return harvest(corpus("calibrate", faces, style, "harsh", seed, _SLICE), load_engine(1), seed)
