"""Whole-number weights (int8) for the networks: the same reading in about half the time.

Static quantisation in the QDQ form, one scale a channel, ranges taken from cells of pages of the role «train». The last
layer, which tells six thousand characters apart, and the curves between the layers (GELU) stay in floating point: a
curve in whole numbers is five slow steps, each of them rounded.
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
    """A crop as the recogniser takes it: 1 × 1 × 48 × 224, paper at 1."""
    image = trim(crop)[0]
    width = min(_WIDTH, max(24, round(image.shape[1] * HEIGHT / image.shape[0])))
    batch = np.ones((1, 1, HEIGHT, _WIDTH), np.float32)
    batch[0, 0, :, :width] = cv2.resize(image, (width, HEIGHT)).astype(np.float32) / 127.5 - 1
    return batch


def quantise(source: Path, target: Path, inputs: Sequence[NDArray[np.float32]]) -> None:
    """Write the network ``source`` with int8 weights to ``target``; ``inputs`` give the ranges."""
    model = onnx.load(source)
    with tempfile.TemporaryDirectory() as folder:
        prepared = Path(folder) / "prepared.onnx"
        quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
        graph = onnx.load(prepared).graph
        curves = [node.name for chain in _gelus(graph) for node in chain]
        quantize_static(
            str(prepared),
            str(target),
            _Inputs(model.graph.input[0].name, inputs),
            quant_format=QuantFormat.QDQ,
            per_channel=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            nodes_to_exclude=curves + _head(graph),
        )
    written = onnx.load(target)
    _join_gelus(written.graph)
    del written.metadata_props[:]
    written.metadata_props.extend(model.metadata_props)
    onnx.save(written, target)


def _head(graph: onnx.GraphProto) -> list[str]:
    """The names of the last layer's nodes, from its multiplication to the end."""
    kinds = [node.op_type for node in graph.node]
    last = max(place for place, kind in enumerate(kinds) if kind in ("MatMul", "Gemm"))
    return [node.name for node in graph.node[last:]]


def _gelus(graph: onnx.GraphProto) -> list[list[onnx.NodeProto]]:
    """The five nodes of each x · (1 + erf(x / √2)) · ½, in order."""
    made = {output: node for node in graph.node for output in node.output}
    taken = {source: node for node in graph.node for source in node.input}
    found = []
    for node in graph.node:
        if node.op_type == "Erf":
            chain = [made[node.input[0]], node]
            while len(chain) < 5:
                chain.append(taken[chain[-1].output[0]])
            found.append(chain)
    return found


def _join_gelus(graph: onnx.GraphProto) -> None:
    """One node for the five of each curve, which ONNX Runtime doesn't join by itself here."""
    for chain in _gelus(graph):
        divide, last = chain[0], chain[-1]
        joined = onnx.helper.make_node(
            "Gelu", [divide.input[0]], [last.output[0]], name=f"{last.name}.joined", domain="com.microsoft"
        )
        place = list(graph.node).index(divide)
        for node in chain:
            graph.node.remove(node)
        graph.node.insert(place, joined)
