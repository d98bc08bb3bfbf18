"""Whole-number weights (int8) for the networks: the same reading in about half the time.

Static quantisation in the QDQ form, one scale a channel, ranges taken from cells of pages of the role «train». The last
layer, which tells six thousand characters apart, keeps its floating-point weights.
"""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
import onnx
from numpy.typing import NDArray
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process

from sekisho.paper.recogniser import HEIGHT, trim

_WIDTH = 224


class _Inputs(CalibrationDataReader):
    def __init__(self, name: str, inputs: Sequence[NDArray[np.float32]]) -> None:
        self._batches: Iterator[dict[str, NDArray[np.float32]]] = iter([{name: one} for one in inputs])

    def get_next(self) -> dict[str, NDArray[np.float32]] | None:
        return next(self._batches, None)


def network_input(crop: NDArray[np.uint8]) -> NDArray[np.float32]:
    """A crop as the recogniser takes it: 1 × 3 × 48 × 224, paper at 1."""
    image = trim(crop)[0]
    width = min(_WIDTH, max(24, round(image.shape[1] * HEIGHT / image.shape[0])))
    batch = np.ones((1, 3, HEIGHT, _WIDTH), np.float32)
    batch[0, :, :, :width] = cv2.resize(image, (width, HEIGHT)).astype(np.float32) / 127.5 - 1
    return batch


def quantise(source: Path, target: Path, inputs: Sequence[NDArray[np.float32]]) -> None:
    """Write the network ``source`` with int8 weights to ``target``; ``inputs`` give the ranges."""
    model = onnx.load(source)
    with tempfile.TemporaryDirectory() as folder:
        prepared = Path(folder) / "prepared.onnx"
        quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
        wide = [node.name for node in onnx.load(prepared).graph.node if node.op_type in ("MatMul", "Gemm")]
        quantize_static(
            str(prepared),
            str(target),
            _Inputs(model.graph.input[0].name, inputs),
            quant_format=QuantFormat.QDQ,
            per_channel=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            nodes_to_exclude=wide[-1:],
        )
    written = onnx.load(target)
    del written.metadata_props[:]
    written.metadata_props.extend(model.metadata_props)
    onnx.save(written, target)
