"""The stock recogniser (PP-OCRv6 small out of the package rapidocr), cut down to what sheets in Japanese hold.

The last layer keeps the classes of the characters below; the softmax goes, since scores are compared as
log-probabilities. The result lies in ``paper/models/recogniser.onnx``.
"""

import string
from collections.abc import Mapping
from pathlib import Path

import onnx
import rapidocr
from onnx import numpy_helper, version_converter

from sekisho.base.kanji import GROUPS
from sekisho.paper.train.glyphs import KANA, jis_kanji

PUNCTUATION = "、。・〃々〆〇○×△◎√レ（）()「」-−ー/／.．,:：+＋±~〜 "


def wanted_characters() -> set[str]:
    """Kana, kanji of JIS X 0208 and their variants, digits, Latin letters, marks of forms."""
    kanji = jis_kanji(0x88, 0x9F) + jis_kanji(0xE0, 0xEA) + "".join(GROUPS)
    return set(kanji + KANA + PUNCTUATION + string.ascii_letters + string.digits)


def cut(target: Path) -> str:
    """Write the cut model to ``target``; returns its characters (class 0 is the blank, then one class each)."""
    source = Path(rapidocr.__file__).parent / "models" / "PP-OCRv6_rec_small.onnx"
    model = onnx.load(source)
    graph = model.graph
    stored = next(entry.value for entry in model.metadata_props if entry.key == "character")
    classes = ["", *stored.split("\n")]
    softmax = graph.node[-1]
    add = next(node for node in graph.node if node.output[0] == _producer(graph, softmax.input[0]).input[0])
    matmul = _producer(graph, add.input[0])
    weights = {tensor.name: tensor for tensor in graph.initializer}
    matrix = numpy_helper.to_array(weights[matmul.input[1]])
    bias = numpy_helper.to_array(weights[add.input[1]])
    while len(classes) < matrix.shape[1]:
        classes.append(" ")
    wanted = wanted_characters()
    kept = [0, *(number for number, text in enumerate(classes) if number and text in wanted)]
    kept = list({classes[number]: number for number in reversed(kept)}.values())[::-1]
    weights[matmul.input[1]].CopyFrom(numpy_helper.from_array(matrix[:, kept], matmul.input[1]))
    weights[add.input[1]].CopyFrom(numpy_helper.from_array(bias[kept], add.input[1]))
    graph.node.remove(softmax)
    _take_gray(graph, weights)
    output = onnx.helper.make_tensor_value_info("logits", onnx.TensorProto.FLOAT, ["n", "t", len(kept)])
    last = graph.node[-1]
    last.output[0] = "logits"
    del graph.output[:]
    graph.output.append(output)
    characters = "".join(classes[number] for number in kept[1:])
    del graph.value_info[:]
    del model.metadata_props[:]
    entry = model.metadata_props.add()
    entry.key, entry.value = "characters", characters
    onnx.save(version_converter.convert_version(model, 17), target)
    return characters


def _take_gray(graph: onnx.GraphProto, weights: Mapping[str, onnx.TensorProto]) -> None:
    """One channel in, not three alike: the first layer's weights added up."""
    first = weights[next(node for node in graph.node if node.op_type == "Conv").input[1]]
    gray = numpy_helper.to_array(first).sum(1, keepdims=True)
    first.CopyFrom(numpy_helper.from_array(gray, first.name))
    graph.input[0].type.tensor_type.shape.dim[1].dim_value = 1


def _producer(graph: onnx.GraphProto, name: str) -> onnx.NodeProto:
    return next(node for node in graph.node if name in node.output)
