package dev.toeplitz.graph.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** ONNX's tests that are left out, each with its reason: by an operator in the model, or by name. */
final class OutOfScope {
    private static final Map<String, String> OPERATORS = new HashMap<>();
    private static final Map<String, String> TESTS = new HashMap<>();

    static {
        operators("control flow", "If", "Loop", "Scan", "SequenceMap");
        operators(
                "sequences and optional values",
                "SequenceConstruct",
                "SequenceEmpty",
                "SequenceInsert",
                "SequenceLength",
                "SequenceAt",
                "SplitToSequence",
                "OptionalGetElement",
                "OptionalHasElement");
        operators("strings", "StringNormalizer", "TfIdfVectorizer");
        operators("random numbers", "Bernoulli", "RandomUniformLike");
        operators("training steps", "Adagrad", "Adam", "Gradient", "Momentum");
        operators(
                "signal processing: no part of convolutional or recurrent networks here",
                "BlackmanWindow",
                "DFT",
                "HammingWindow",
                "HannWindow",
                "MelWeightMatrix",
                "STFT");
        operators("the result's shape depends on values", "Compress", "NonMaxSuppression", "Unique");
        operators("bits of integers", "BitShift");
        operators(
                "no record in graph.op says what it computes",
                "Det",
                "GridSample",
                "MaxUnpool",
                "ReverseSequence",
                "RoiAlign",
                "Scatter",
                "ScatterElements",
                "ScatterND",
                "TopK");
        tests(
                "bfloat16 is computed here in double precision and not rounded to it, and these files store it as"
                        + " uint16",
                "cast_BFLOAT16_to_FLOAT",
                "cast_FLOAT_to_BFLOAT16",
                "castlike_BFLOAT16_to_FLOAT",
                "castlike_BFLOAT16_to_FLOAT_expanded",
                "castlike_FLOAT_to_BFLOAT16",
                "castlike_FLOAT_to_BFLOAT16_expanded");
        tests(
                "strings",
                "cast_FLOAT_to_STRING",
                "cast_STRING_to_FLOAT",
                "castlike_FLOAT_to_STRING",
                "castlike_FLOAT_to_STRING_expanded",
                "castlike_STRING_to_FLOAT",
                "castlike_STRING_to_FLOAT_expanded");
        tests(
                "its Div is computed here in double precision, where the quotient is another one's tie",
                "dynamicquantizelinear_expanded");
        tests("sequences and optional values", "identity_opt", "identity_sequence");
        tests(
                "training: batch statistics and random masks",
                "batchnorm_epsilon_training_mode",
                "batchnorm_example_training_mode",
                "training_dropout",
                "training_dropout_default",
                "training_dropout_default_mask",
                "training_dropout_mask",
                "training_dropout_zero_ratio",
                "training_dropout_zero_ratio_mask");
        tests("the mask of Dropout is not modelled", "dropout_default_mask", "dropout_default_mask_ratio");
        tests(
                "the positions of maxima are not modelled",
                "maxpool_with_argmax_2d_precomputed_pads",
                "maxpool_with_argmax_2d_precomputed_strides");
    }

    private OutOfScope() {}

    /** Why a test is left out; empty where it must pass. */
    static Optional<String> reason(String test, ModelProto model) {
        return Optional.ofNullable(TESTS.get(test))
                .or(() -> model.getGraph().getNodeList().stream()
                        .map(NodeProto::getOpType)
                        .filter(OPERATORS::containsKey)
                        .map(OPERATORS::get)
                        .findFirst());
    }

    /** The operators that are left out altogether: none of them may be importable, or the list is out of date. */
    static List<String> operators() {
        return OPERATORS.keySet().stream().sorted().toList();
    }

    private static void operators(String why, String... names) {
        Arrays.stream(names).forEach(name -> OPERATORS.put(name, why));
    }

    private static void tests(String why, String... names) {
        Arrays.stream(names).forEach(name -> TESTS.put("test_" + name, why));
    }
}
