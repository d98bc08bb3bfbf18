"""The verifier's network and its training: a small convolutional classifier of 48 × 48 windows."""

import multiprocessing
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from sekisho.paper.train.glyphs import Bank
from sekisho.paper.train.onnx_file import write_onnx
from sekisho.paper.train.samples import batches
from sekisho.paper.verifier import SIZE

BATCH = 256


def _block(inside: int, outside: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inside, outside, 3, stride, 1, bias=False), nn.BatchNorm2d(outside), nn.ReLU(inplace=True)
    )


class Network(nn.Module):
    """(N, 1, 48, 48) windows to (N, classes) logits; 43 million multiplications a window."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.body = nn.Sequential(
            _block(1, 24, 2), _block(24, 48), _block(48, 96, 2), _block(96, 96), _block(96, 160, 2),
            _block(160, 160), _block(160, 256, 2), nn.Flatten(),
            nn.Linear(256 * 9, 256, bias=False), nn.BatchNorm1d(256), nn.ReLU(inplace=True),
        )  # fmt: skip
        self.head = nn.Linear(256, classes)

    def forward(self, windows: torch.Tensor) -> torch.Tensor:
        """Logits of each class."""
        return self.head(self.body(windows))


def _feed(
    queue: "multiprocessing.Queue[object]", bank: Bank, weights: NDArray[np.float32], seed: int
) -> None:
    for batch in batches(bank, weights, BATCH, seed):
        queue.put(batch)


def fed(bank: Bank, weights: NDArray[np.float32], seed: int) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    """Batches made by a process beside the training."""
    context = multiprocessing.get_context("fork")
    queue: multiprocessing.Queue[tuple[NDArray[np.float32], NDArray[np.int64]]] = context.Queue(12)
    maker = context.Process(target=_feed, args=(queue, bank, weights, seed), daemon=True)
    maker.start()
    try:
        while True:
            windows, classes = queue.get()
            yield torch.from_numpy(windows), torch.from_numpy(classes)
    finally:
        maker.kill()


def accuracy(network: nn.Module, held: list[tuple[NDArray[np.float32], NDArray[np.int64]]]) -> float:
    """Share of held-out windows whose class comes first."""
    network.eval()
    with torch.inference_mode():
        right = [
            (network(torch.from_numpy(windows)).argmax(1).numpy() == classes).mean()
            for windows, classes in held
        ]
    network.train()
    return float(np.mean(right))


def train(
    bank: Bank,
    weights: NDArray[np.float32],
    held: list[tuple[NDArray[np.float32], NDArray[np.int64]]],
    steps: int,
    seed: int,
    checkpoint: Path,
    say: Callable[[str], None],
) -> Network:
    """Train for ``steps`` batches of 256 with a one-cycle rate; says accuracy on ``held`` every 250 steps."""
    torch.manual_seed(seed)
    # The layout that bfloat16 convolutions of CPUs are made for: four times as fast as the usual one.
    network = Network(len(bank.characters)).to(memory_format=torch.channels_last)
    optimiser = torch.optim.AdamW(network.parameters(), 2.5e-3, weight_decay=0.02, fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 2.5e-3, total_steps=steps, pct_start=0.08)
    begun, loss_sum = time.monotonic(), 0.0
    for step, (windows, classes) in enumerate(fed(bank, weights, seed), start=1):
        windows = windows.to(memory_format=torch.channels_last)
        with torch.autocast("cpu", torch.bfloat16):
            loss = nn.functional.cross_entropy(network(windows), classes)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        loss_sum += float(loss.detach())
        if step % 250 == 0:
            speed = step * BATCH / (time.monotonic() - begun)
            say(f"{step}/{steps} loss {loss_sum / 250:.3f} held {accuracy(network, held):.4f} {speed:.0f}/s")
            torch.save(network.state_dict(), checkpoint)
            loss_sum = 0.0
        if step == steps:
            break
    return network


def export(network: Network, target: Path, characters: str) -> None:
    """Write the network as ONNX (input ``windows`` N×1×48×48, output ``logits``), classes in its metadata."""
    import onnx

    write_onnx(network, SIZE, SIZE, target)
    model = onnx.load(target)
    entry = model.metadata_props.add()
    entry.key, entry.value = "characters", characters
    onnx.save(model, target)
