"""The network that tells altered cells (``paper.alterations``), its samples and its training."""

import multiprocessing
import random
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from sekisho.paper.alterations import HEIGHT, MORE, PLAIN, STEP, STRUCK, Strip, strip
from sekisho.paper.engine import load_engine
from sekisho.paper.form import Kind
from sekisho.paper.synth.corpus import corpus
from sekisho.paper.synth.fontbook import Style, listed
from sekisho.paper.synth.truth import RowTruth
from sekisho.paper.train.figures import worn
from sekisho.paper.train.names import cut_cases
from sekisho.paper.train.onnx_file import write_strips

BATCH = 64
#: Share of the rows that something befell, and rows of one task.
_ODDITIES, _SLICE = 0.5, 1400
#: A date that is as it was written is one like the others: so many of them are kept.
_DATES = 0.3
_SETTLING = 4
#: Share of the cells that are worn anew, and of those where the back shows through.
_WORN, _THROUGH = 0.6, 0.12


@dataclass(frozen=True)
class Sample:
    """One cell (HEIGHT × width ink, 0..1, as bytes) and its class."""

    image: NDArray[np.uint8]
    said: int


def samples(fonts: Path, role: str, style: Style, seed: int) -> list[Sample]:
    """The name and date cells of generated sheets, cut as real ones are."""
    rng = random.Random(f"alterations {role} {style} {seed}")
    faces = listed(fonts, fonts.parent / ".fonts", role)
    found: list[Sample] = []
    cases = corpus(role, faces, style, "harsh", seed, _SLICE, oddities=_ODDITIES)
    for case, cells in cut_cases(cases, load_engine(1)):
        for row in case.page.truth.rows:
            for cell in cells.rows.get(row.row, {}).values():
                said = _said(row, cell.region.kind)
                if said is None or cell.empty:
                    continue
                if cell.region.kind == "name" or said != PLAIN or rng.random() < _DATES:
                    image = np.asarray(strip(cell.whole) * 255, np.uint8)
                    found.append(Sample(image, said))
    return found


def _said(row: RowTruth, kind: Kind) -> int | None:
    """The class of the row's cell of this kind; None where it teaches nothing."""
    cell = row.cell(kind) if kind in ("name", "date") else None
    if cell is None or "outside" in row.flags:
        return None
    if not cell.altered:
        return PLAIN
    return STRUCK if "struck" in row.flags else MORE


def harvest(
    fonts: Path, role: str, seed: int, slices: int, jobs: int, say: Callable[[str], None]
) -> list[Sample]:
    """The cells of ``slices`` times 2,800 rows, half of them typed, always the same for one seed."""
    tasks = [(style, seed * 1000 + part) for part in range(slices) for style in ("print", "hand")]
    found: list[Sample] = []
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn")) as pool:
        styles, seeds = zip(*tasks, strict=True)
        for part in pool.map(samples, [fonts] * len(tasks), [role] * len(tasks), styles, seeds):
            found += part
            say(f"{len(found)} cells")
    return found


class Network(nn.Module):
    """(N, 1, HEIGHT, width) ink to (N, 3) logits; 17 million multiplications a name."""

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for inside, outside, stride in (
            (1, 16, (2, 2)),
            (16, 24, (2, 2)),
            (24, 32, (1, 1)),
            (32, 48, (2, 2)),
            (48, 64, (1, 1)),
            (64, 64, (2, 1)),
        ):
            layers += [
                nn.Conv2d(inside, outside, 3, stride, 1, bias=False),
                nn.BatchNorm2d(outside),
                nn.ReLU(inplace=True),
            ]
        self.body = nn.Sequential(*layers)
        # Side by side, what stands in the cell is known as a name, a name and a word …
        self.along = nn.Sequential(
            nn.Conv1d(64 * 3, 96, 5, 1, 2, bias=False), nn.BatchNorm1d(96), nn.ReLU(inplace=True),
            nn.Conv1d(96, 96, 5, 1, 4, dilation=2, bias=False), nn.BatchNorm1d(96), nn.ReLU(inplace=True),
        )  # fmt: skip
        self.head = nn.Sequential(nn.Dropout(0.2), nn.Linear(96, 3))

    def forward(self, strips: torch.Tensor) -> torch.Tensor:
        """Logits of each class: wherever in the cell the most telling place lies."""
        return self.head(self.along(self.body(strips).flatten(1, 2)).amax(2))


def _batches(made: list[Sample], seed: int) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    """One epoch in batches of like width, each cell worn anew."""
    rng = random.Random(f"wear alterations {seed}")
    order = sorted(range(len(made)), key=lambda n: made[n].image.shape[1] * rng.uniform(0.8, 1.25))
    groups = [order[start : start + BATCH] for start in range(0, len(order) - BATCH + 1, BATCH)]
    rng.shuffle(groups)
    for group in groups:
        images = [_worn(rng, made[n].image, rng.choice(made).image) for n in group]
        strips = np.zeros((len(group), 1, HEIGHT, max(image.shape[1] for image in images)), np.float32)
        for place, image in enumerate(images):
            strips[place, 0, :, : image.shape[1]] = image
        yield torch.from_numpy(strips), torch.tensor([made[n].said for n in group])


def _worn(rng: random.Random, image: NDArray[np.uint8], other: NDArray[np.uint8]) -> Strip:
    """The cell as another copier would have left it, at times with what is written on the back of the sheet showing through."""
    ink = np.asarray(image / np.float32(255), np.float32)
    if rng.random() < _THROUGH:
        back = np.zeros_like(ink)
        start, width = rng.randrange(ink.shape[1]), min(ink.shape[1], other.shape[1])
        back[:, :width] = other[:, ::-1][:, :width] / np.float32(255)
        back = np.roll(back, (rng.randint(-12, 12), start), (0, 1))
        ink = np.maximum(ink, cv2.GaussianBlur(back, (0, 0), rng.uniform(0.5, 1.5)) * rng.uniform(0.05, 0.4))
    return worn(rng, ink) if rng.random() < _WORN else ink


def train(made: list[Sample], epochs: int, seed: int, say: Callable[[str], None]) -> Network:
    """Train on every cell once an epoch (one-cycle rate), then ``_SETTLING`` epochs more with the statistics of its norms as they
    will be used: those of a batch of short dates differ from those of a batch of long names."""
    torch.manual_seed(seed)
    network = Network().to(memory_format=torch.channels_last).train()
    _train(network, made, epochs, 3e-3, seed, say)
    settle(network, made, seed, say)
    return network


def settle(network: Network, made: list[Sample], seed: int, say: Callable[[str], None]) -> None:
    """Train on, the norms' statistics held."""
    network.train()
    for module in network.modules():
        if isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d)):
            module.eval()
    _train(network, made, _SETTLING, 8e-4, seed + 1, say)
    network.eval()


def _train(
    network: Network, made: list[Sample], epochs: int, rate: float, seed: int, say: Callable[[str], None]
) -> None:
    steps = epochs * (len(made) // BATCH)
    optimiser = torch.optim.AdamW(network.parameters(), rate, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=steps, pct_start=0.15)
    for epoch in range(epochs):
        total, count = 0.0, 0
        for strips, said in _batches(made, seed * 1000 + epoch):
            # Half the time where the processor has these numbers, and as good.
            with torch.autocast("cpu", torch.bfloat16):
                logits = network(strips.to(memory_format=torch.channels_last))
            loss = nn.functional.cross_entropy(logits.float(), said)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            total, count = total + float(loss.detach()), count + 1
        say(f"epoch {epoch + 1}/{epochs} loss {total / max(1, count):.4f}")


def train_alterations(
    fonts: Path, target: Path, slices: int, epochs: int, seed: int, say: Callable[[str], None]
) -> None:
    """Write ``models/alterations.onnx``, trained for ``epochs`` on ``slices`` times 2,800 rows of generated sheets."""
    made = harvest(fonts, "train", seed, slices, jobs=2, say=say)
    write_strips(train(made, epochs, seed, say), HEIGHT, 20 * STEP, target, frames=False)
