"""The encoder as an ONNX graph, written node by node: a trace of the network carries seventy nodes that only reckon shapes.

A sentence is short, so that what a node costs to start weighs as much as what it computes. Rows are sentences of one length: each is read
by itself, and nothing is padded.
"""

from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from coach.models.training.network import EMBEDDING, Reader
from coach.reading import SIGNALS

OPSET = 20  # the first with Gelu
FORM = 9
"""The version of the file's form: one that the oldest ONNX Runtime we allow can read."""
_FUSED = "com.microsoft"
"""Of ONNX Runtime's own operators: attention in one node."""


_READY = {"onnx.quant.pre_process": "onnxruntime.quant"}
"""Says to the quantiser that there is nothing to fold or to tidy before it."""


class Graph:
    """Nodes and constants of one graph, in the order in which they are asked for."""

    def __init__(self) -> None:
        """Begin an empty graph."""
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def constant(self, values: NDArray[Any]) -> str:
        """Add a constant; give its name."""
        name = f"c{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, kind: str, *given: str, outputs: int = 1, name: str = "", domain: str = "", **attributes: Any) -> Any:
        """Add a node; give the name of its output, or names where it has several. `name` names the only output."""
        made = [name] if name else [f"n{len(self._nodes)}.{place}" for place in range(outputs)]
        self._nodes.append(helper.make_node(kind, given, made, domain=domain, **attributes))
        return made[0] if outputs == 1 else made

    def linear(self, given: str, *layers: nn.Linear, name: str = "") -> str:
        """Add layers that read the same, side by side in one matrix: what they read is quantised once."""
        weight = np.concatenate([_values(layer.weight) for layer in layers]).T
        product = self.node("MatMul", given, self.constant(weight))
        made: str = self.node("Add", product, self.constant(np.concatenate([_values(layer.bias) for layer in layers])), name=name)
        return made

    def norm(self, given: str, layer: nn.LayerNorm) -> str:
        """Add a layer's normalisation."""
        weight, bias = self.constant(_values(layer.weight)), self.constant(_values(layer.bias))
        made: str = self.node("LayerNormalization", given, weight, bias, axis=-1, epsilon=layer.eps)
        return made

    def model(self, given: dict[str, tuple[int, list[Any]]], made: dict[str, list[Any]]) -> onnx.ModelProto:
        """Close the graph: `given` has the kind and the shape of each input, `made` the shape of each output."""
        inputs = [helper.make_tensor_value_info(name, kind, shape) for name, (kind, shape) in given.items()]
        outputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in made.items()]
        graph = helper.make_graph(self._nodes, "encoder", inputs, outputs, self._constants)
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(_FUSED, 1)]
        model = helper.make_model(graph, opset_imports=opsets, ir_version=FORM)
        helper.set_model_props(model, _READY)
        return model


def encoder(reader: Reader) -> onnx.ModelProto:
    """Give the graph of an encoder with one type of pieces and an exact GELU; raises ValueError for another.

    From `ids` [rows, pieces], where a 0 is a piece as any other, to `vector` [rows, width], `embedding` [rows, EMBEDDING] and
    `evidence` [rows, pieces, signals].
    """
    if (reader.config.hidden_act, reader.config.type_vocab_size) != ("gelu", 1):
        raise ValueError("an encoder of another kind")
    graph = Graph()
    bert: Any = reader.encoder
    hidden = graph.norm(_embedded(graph, bert.embeddings), bert.embeddings.LayerNorm)
    for layer in bert.encoder.layer:
        hidden = _layer(graph, layer, hidden)
    vector = graph.node("ReduceMean", hidden, graph.constant(np.array([1])), keepdims=0, name="vector")
    graph.node("LpNormalization", graph.linear(vector, reader.embedding), axis=-1, p=2, name="embedding")
    graph.linear(hidden, reader.evidence, name="evidence")
    width = reader.config.hidden_size
    return graph.model(
        {"ids": (TensorProto.INT64, ["rows", "pieces"])},
        {"vector": ["rows", width], "embedding": ["rows", EMBEDDING], "evidence": ["rows", "pieces", len(SIGNALS)]},
    )


def _embedded(graph: Graph, embeddings: Any) -> str:
    """Add a piece's vector to that of its place; every piece is of the one type that there is."""
    places = _values(embeddings.position_embeddings.weight) + _values(embeddings.token_type_embeddings.weight)[0]
    pieces = graph.node("Gather", graph.constant(_values(embeddings.word_embeddings.weight)), "ids")
    length = graph.node("Shape", "ids", start=1, end=2)
    own = graph.node("Slice", graph.constant(places), graph.constant(np.array([0])), length)
    made: str = graph.node("Add", pieces, own)
    return made


def _layer(graph: Graph, layer: Any, hidden: str) -> str:
    own = layer.attention.self
    three = graph.node("Split", graph.linear(hidden, own.query, own.key, own.value), outputs=3, axis=-1, num_outputs=3)
    mixed = graph.node("MultiHeadAttention", *three, domain=_FUSED, num_heads=own.num_attention_heads)
    attended = _residual(graph, graph.linear(mixed, layer.attention.output.dense), hidden, layer.attention.output)
    inner = graph.node("Gelu", graph.linear(attended, layer.intermediate.dense))
    return _residual(graph, graph.linear(inner, layer.output.dense), attended, layer.output)


def _residual(graph: Graph, made: str, given: str, output: Any) -> str:
    return graph.norm(graph.node("Add", made, given), output.LayerNorm)


def _values(tensor: Any) -> NDArray[np.float32]:
    values: NDArray[np.float32] = tensor.detach().numpy().astype(np.float32)
    return values
