"""The network that reads lines of figures (``paper.figures``), its samples and its training."""

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from sekisho.paper.cells import Cell
from sekisho.paper.figures import CHARACTERS, FRAME, HEIGHT, strip
from sekisho.paper.recogniser import trim
from sekisho.paper.synth.fontbook import listed
from sekisho.paper.train.date_sheets import date_sheet
from sekisho.paper.train.onnx_file import write_strips
from sekisho.paper.train.sign_sheets import sign_cells

Strip = NDArray[np.float32]

#: Other writings of a class.
_SAME = str.maketrans(
    '－−ー―＋◯〇◎✕Xxレ✔V／╱1″"々（）【】[]・、,:Il',
    "----+○○○×××✓✓✓//1〃〃〃()()()....11",
)
_CLASS = {character: number for number, character in enumerate(CHARACTERS, start=1)}
_OTHER = _CLASS["?"]
BATCH = 64
#: Share of the sheets that show dates, not signs; and of these, of what copiers and faxes do worst.
_DATES, _WORN = 0.7, 0.15


@dataclass(frozen=True)
class Sample:
    """One line (HEIGHT × width ink, 0..1, as bytes) and the classes of what it says."""

    image: NDArray[np.uint8]
    classes: tuple[int, ...]


def classes_of(text: str) -> tuple[int, ...]:
    """The classes of a text without its spaces; what the alphabet lacks is «?»."""
    plain = "".join(text.replace("''", "〃").split()).translate(_SAME)
    return tuple(_CLASS.get(character, _OTHER) for character in plain)


def samples(fonts: Path, role: str, seed: int) -> list[Sample]:
    """The cells of one generated sheet of dates or signs."""
    rng = random.Random(f"figures {role} {seed}")
    faces = listed(fonts, fonts.parent / ".fonts", role)
    if rng.random() < _DATES:
        columns = date_sheet(rng, faces, role, rng.random() < _WORN)
        pairs = [pair for one in columns for pair in zip(one.cells, one.texts, strict=True)]
    else:
        # Cells where nothing or anything stands teach nothing more by the thousand.
        made = [one for one in sign_cells(rng, faces, role) if one.sign != "nothing"]
        pairs = [(one.cell, one.text) for one in rng.sample(made, min(len(made), 180))]
    return [Sample(_bytes(cell), classes_of(text)) for cell, text in pairs if not cell.empty]


def _bytes(cell: Cell) -> NDArray[np.uint8]:
    return np.asarray(strip(trim(cell.image)[0]) * 255, np.uint8)


def harvest(fonts: Path, role: str, seed: int, sheets: int, jobs: int) -> list[Sample]:
    """The lines of ``sheets`` sheets, always the same for one seed."""
    with ProcessPoolExecutor(jobs, get_context("fork")) as pool:
        seeds = [seed * 100_000 + number for number in range(sheets)]
        parts = pool.map(samples, [fonts] * sheets, [role] * sheets, seeds, chunksize=4)
        return [sample for part in parts for sample in part]


def worn(rng: random.Random, image: Strip) -> Strip:
    """A line as yet another copier, pen or hand would have left it."""
    height, width = image.shape
    if rng.random() < 0.7:
        lean, wide = rng.gauss(0, 0.12), rng.uniform(0.8, 1.25)
        tall = rng.uniform(0.82, 1.08)
        matrix = np.array(
            [
                [wide, lean, -lean * height / 2 + rng.uniform(-2, 3)],
                [rng.gauss(0, 0.008), tall, height * (1 - tall) / 2 + rng.uniform(-1.5, 1.5)],
            ]
        )
        size = (max(32, round(width * wide / FRAME + 0.5) * FRAME), height)
        image = np.asarray(cv2.warpAffine(image, matrix, size, flags=cv2.INTER_LINEAR), np.float32)
    if rng.random() < 0.25:
        image = _bent(rng, image)
    kind = rng.random()
    if kind < 0.18:
        image = np.asarray(
            cv2.erode(image, np.ones(rng.choice(((1, 2), (2, 1), (2, 2))), np.uint8)), np.float32
        )
    elif kind < 0.28:
        image = np.asarray(
            cv2.dilate(image, np.ones(rng.choice(((1, 2), (2, 1), (2, 2))), np.uint8)), np.float32
        )
    elif kind < 0.44:
        image = np.asarray(
            cv2.GaussianBlur(image, (0, 0), rng.uniform(0.5, 1.6), sigmaY=rng.uniform(0.4, 1.4))
        )
    noise = np.random.default_rng(rng.randrange(1 << 30))
    if rng.random() < 0.3:
        image = _patchy(rng, noise, image)
    if rng.random() < 0.35:
        image = image + noise.normal(0, rng.uniform(0.02, 0.2), image.shape).astype(np.float32)
    if rng.random() < 0.2:
        level, steep = rng.uniform(0.25, 0.65), rng.uniform(3, 12)
        image = np.clip((image - level) * steep + 0.5, 0, 1)
    if rng.random() < 0.15:
        for _ in range(rng.randint(1, 5)):
            place = (rng.randrange(image.shape[1]), rng.randrange(height))
            image = np.ascontiguousarray(image, np.float32)
            cv2.circle(image, place, rng.choice((0, 1, 1, 2)), rng.uniform(0.3, 1), -1)
    if rng.random() < 0.12:
        image = image.copy()
        x = rng.randrange(image.shape[1])
        image[:, x : x + rng.choice((1, 1, 2))] = rng.choice((0.0, 0.6, 1.0))
    if rng.random() < 0.1:
        image = image.copy()
        y = rng.choice((0, 1, height - 2, height - 1))
        image[y : y + 1] = rng.uniform(0.3, 1)
    image = image * rng.uniform(0.55, 1.1) + rng.choice((0, 0, rng.uniform(0, 0.15)))
    return np.asarray(np.clip(image, 0, 1), np.float32)


def _bent(rng: random.Random, image: Strip) -> Strip:
    """Strokes moved about a little, smoothly."""
    height, width = image.shape
    noise = np.random.default_rng(rng.randrange(1 << 30))
    reach = rng.uniform(0.5, 1.6)
    coarse = (max(2, height // 10), max(3, width // 10))
    x, y = (
        cv2.resize(
            noise.normal(0, reach, coarse).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC
        )
        for _ in range(2)
    )
    across, down = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    return np.asarray(cv2.remap(image, across + x, down + y, cv2.INTER_LINEAR), np.float32)


def _patchy(rng: random.Random, noise: np.random.Generator, image: Strip) -> Strip:
    """Ink that holds better here than there: worn drums, dry pens, damp paper."""
    height, width = image.shape
    coarse = (rng.randint(1, 6), max(2, width // rng.randint(6, 40)))
    field = cv2.resize(
        noise.uniform(rng.uniform(0.1, 0.8), 1.1, coarse).astype(np.float32),
        (width, height),
        interpolation=cv2.INTER_LINEAR,
    )
    return np.asarray(image * field, np.float32)


class Network(nn.Module):
    """(N, 1, HEIGHT, width) ink to (N, width / FRAME, 1 + CHARACTERS) logits; 45 million multiplications a date."""

    def __init__(self) -> None:
        super().__init__()

        def block(inside: int, outside: int, stride: tuple[int, int]) -> nn.Sequential:
            return nn.Sequential(
                nn.Conv2d(inside, outside, 3, stride, 1, bias=False),
                nn.BatchNorm2d(outside),
                nn.ReLU(inplace=True),
            )

        self.body = nn.Sequential(
            block(1, 32, (2, 2)), block(32, 64, (2, 2)), block(64, 96, (2, 1)), block(96, 128, (2, 1))
        )
        self.along = nn.Sequential(
            nn.Conv1d(128 * (HEIGHT // 16), 192, 5, 1, 2, bias=False), nn.BatchNorm1d(192), nn.ReLU(inplace=True),
            nn.Conv1d(192, 192, 5, 1, 2, bias=False), nn.BatchNorm1d(192), nn.ReLU(inplace=True),
            nn.Dropout(0.1), nn.Conv1d(192, 1 + len(CHARACTERS), 1),
        )  # fmt: skip

    def forward(self, strips: torch.Tensor) -> torch.Tensor:
        """Logits of each class in each frame."""
        seen = self.body(strips)
        return self.along(seen.flatten(1, 2)).transpose(1, 2)


def _batches(
    made: list[Sample], seed: int
) -> Iterator[tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]]:
    """One epoch in batches of like width: strips, frames of each, classes one after another, length of each."""
    rng = random.Random(f"wear {seed}")
    order = sorted(range(len(made)), key=lambda n: made[n].image.shape[1] * rng.uniform(0.8, 1.25))
    groups = [order[start : start + BATCH] for start in range(0, len(order) - BATCH + 1, BATCH)]
    rng.shuffle(groups)
    for group in groups:
        images = [worn(rng, np.asarray(made[n].image / np.float32(255), np.float32)) for n in group]
        width = max(image.shape[1] for image in images)
        strips = np.zeros((len(group), 1, HEIGHT, width), np.float32)
        for place, image in enumerate(images):
            strips[place, 0, :, : image.shape[1]] = image
        yield (
            torch.from_numpy(strips),
            torch.tensor([image.shape[1] // FRAME for image in images]),
            torch.tensor([c for n in group for c in made[n].classes]),
            torch.tensor([len(made[n].classes) for n in group]),
        )


def train(made: list[Sample], epochs: int, seed: int, say: Callable[[str], None]) -> Network:
    """Train on every line once an epoch, worn anew each time (CTC, one-cycle rate)."""
    torch.manual_seed(seed)
    network = Network().train()
    steps = epochs * (len(made) // BATCH)
    optimiser = torch.optim.AdamW(network.parameters(), 3e-3, weight_decay=0.02, fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 3e-3, total_steps=steps, pct_start=0.15)
    judge = nn.CTCLoss(zero_infinity=True)
    for epoch in range(epochs):
        total, count = 0.0, 0
        for strips, frames, classes, lengths in _batches(made, seed * 1000 + epoch):
            # Half the time where the processor has these numbers, and as good.
            with torch.autocast("cpu", torch.bfloat16):
                logits = network(strips)
            logp = torch.log_softmax(logits.float(), 2).transpose(0, 1)
            loss = judge(logp, classes, frames, lengths)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 2.0)
            optimiser.step()
            schedule.step()
            total, count = total + float(loss.detach()), count + 1
        say(f"epoch {epoch + 1}/{epochs} loss {total / max(1, count):.4f}")
    return network.eval()


def train_figures(
    fonts: Path, target: Path, sheets: int, epochs: int, seed: int, say: Callable[[str], None]
) -> None:
    """Write ``models/figures.onnx``, trained for ``epochs`` on ``sheets`` generated sheets of up to 180 lines each."""
    made = harvest(fonts, "train", seed, sheets, jobs=2)
    say(f"{len(made)} lines")
    write_strips(train(made, epochs, seed, say), HEIGHT, 40 * FRAME, target, frames=True)
