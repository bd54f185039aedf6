package dev.toeplitz.graph.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.op.Operator;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OperatorTableTest {
    /** Where ONNX's word is another than ours. */
    private static final Map<String, String> ONNX_NAMES = Map.ofEntries(
            Map.entry("BatchNorm", "BatchNormalization"),
            Map.entry("GlobalPool", "GlobalAveragePool"),
            Map.entry("Gru", "GRU"),
            Map.entry("Lstm", "LSTM"),
            Map.entry("Rnn", "RNN"),
            Map.entry("GroupNorm", "GroupNormalization"),
            Map.entry("InstanceNorm", "InstanceNormalization"),
            Map.entry("LayerNorm", "LayerNormalization"),
            Map.entry("Linear", "Gemm"),
            Map.entry("LpNorm", "LpNormalization"),
            Map.entry("Lrn", "LRN"),
            Map.entry("MeanVarianceNorm", "MeanVarianceNormalization"),
            Map.entry("Pool", "MaxPool"),
            Map.entry("Reduction", "ReduceSum"),
            Map.entry("RmsNorm", "RMSNormalization"));

    /** What ONNX has no word for and writes as several nodes. */
    private static final Set<String> WITHOUT_A_LINE =
            Set.of("ChannelShuffle", "HingeLoss", "LpLoss", "Maxout", "Shift", "SpatialPyramidPool");

    static Stream<Class<?>> operators() {
        return leaves(Operator.class).filter(type -> !WITHOUT_A_LINE.contains(type.getSimpleName()));
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        Class<?>[] permitted = type.getPermittedSubclasses();
        return permitted == null ? Stream.of(type) : Arrays.stream(permitted).flatMap(OperatorTableTest::leaves);
    }

    @ParameterizedTest
    @MethodSource("operators")
    void everyOperatorHasItsLine(Class<?> operator) {
        String name = operator.getSimpleName();
        assertThat(OnnxOperators.names()).contains(ONNX_NAMES.getOrDefault(name, name));
    }
}
