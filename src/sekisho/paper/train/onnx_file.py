"""A trained network as a file for ONNX Runtime."""

from pathlib import Path

import torch
from torch import nn


def write_onnx(network: nn.Module, height: int, width: int, target: Path) -> None:
    """Write ``network`` as ONNX: input ``windows`` n × 1 × height × width, output ``logits`` n × classes."""
    network.eval()
    torch.onnx.export(
        network,
        (torch.zeros(2, 1, height, width),),
        str(target),
        input_names=["windows"],
        output_names=["logits"],
        dynamic_axes={"windows": {0: "n"}, "logits": {0: "n"}},
        opset_version=17,
        dynamo=False,
    )
