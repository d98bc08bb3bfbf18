"""The network that reads signs, and its training (samples: ``sign_sheets``)."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from sekisho.paper.signs import HEIGHT, SIGNS, WIDTH
from sekisho.paper.synth.fontbook import listed
from sekisho.paper.train.onnx_file import write_onnx
from sekisho.paper.train.sign_sheets import sheets

Windows = NDArray[np.float32]
Classes = NDArray[np.int64]


class Network(nn.Module):
    """(N, 1, HEIGHT, WIDTH) windows to (N, signs) logits; 4.2 million multiplications a window."""

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for inside, outside, stride in ((1, 16, 2), (16, 32, 2), (32, 64, 1), (64, 64, 2)):
            layers += [
                nn.Conv2d(inside, outside, 3, stride, 1, bias=False),
                nn.BatchNorm2d(outside),
                nn.ReLU(inplace=True),
            ]
        self.body = nn.Sequential(*layers, nn.Flatten(), nn.Dropout(0.1))
        self.head = nn.Linear(64 * (HEIGHT // 8) * (WIDTH // 8), len(SIGNS))

    def forward(self, windows: torch.Tensor) -> torch.Tensor:
        """Logits of each sign."""
        return self.head(self.body(windows))


def train(windows: Windows, classes: Classes, epochs: int, seed: int, say: Callable[[str], None]) -> Network:
    """Train on all windows, moved about a little each time."""
    torch.manual_seed(seed)
    # The layout that bfloat16 convolutions of CPUs are made for.
    network = Network().to(memory_format=torch.channels_last)
    batch = 256
    steps = epochs * (len(windows) // batch)
    optimiser = torch.optim.AdamW(network.parameters(), 4e-3, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, total_steps=steps, pct_start=0.15)
    images, labels = torch.from_numpy(windows)[:, None], torch.from_numpy(classes)
    for epoch in range(epochs):
        order = torch.randperm(len(images))
        total = 0.0
        for start in range(0, len(images) - batch + 1, batch):
            chosen = order[start : start + batch]
            moved = torch.roll(images[chosen], tuple(int(v) for v in torch.randint(-2, 3, (2,))), (2, 3))
            moved = moved * (0.7 + 0.5 * torch.rand(batch, 1, 1, 1))
            with torch.autocast("cpu", torch.bfloat16):
                loss = nn.functional.cross_entropy(
                    network(moved.to(memory_format=torch.channels_last)), labels[chosen]
                )
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            total += float(loss.detach())
        say(f"epoch {epoch + 1}/{epochs} loss {total / max(1, len(images) // batch):.4f}")
    return network.eval()


def train_signs(
    fonts: Path, target: Path, count: int, epochs: int, seed: int, say: Callable[[str], None]
) -> None:
    """Write ``models/signs.onnx``, trained on ``count`` generated sheets of about 420 signs each."""
    made = list(sheets(listed(fonts, fonts.parent / ".fonts", "train"), "train", seed, count))
    windows = np.concatenate([windows for windows, _ in made])
    network = train(windows, np.concatenate([classes for _, classes in made]), epochs, seed, say)
    write_onnx(network, HEIGHT, WIDTH, target)
