"""A trained network as a file for ONNX Runtime."""

from pathlib import Path

import torch
from torch import nn


def write_onnx(network: nn.Module, height: int, width: int, target: Path) -> None:
    """Write ``network`` as ONNX: input ``windows`` n × 1 × height × width, output ``logits`` n × classes."""
    _export(network, (height, width), "windows", {"windows": {0: "n"}, "logits": {0: "n"}}, target)


def write_strips(network: nn.Module, height: int, width: int, target: Path, frames: bool) -> None:
    """Write ``network`` as ONNX: input ``strips`` n × 1 × height × any width, tried with ``width``; output ``logits`` n × classes, or with
    ``frames`` n × frames × classes."""
    said = {0: "n", 1: "frames"} if frames else {0: "n"}
    _export(network, (height, width), "strips", {"strips": {0: "n", 3: "width"}, "logits": said}, target)


def _export(
    network: nn.Module, size: tuple[int, int], name: str, axes: dict[str, dict[int, str]], target: Path
) -> None:
    network.eval()
    torch.onnx.export(
        network,
        (torch.zeros(2, 1, *size),),
        str(target),
        input_names=[name],
        output_names=["logits"],
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )
