package dev.toeplitz.runtime.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.pass.Passes;
import dev.toeplitz.graph.pass.RandomWeights;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.runtime.Inputs;
import dev.toeplitz.runtime.library.Network;
import dev.toeplitz.runtime.opencl.OpenClDevice;
import dev.toeplitz.runtime.opencl.ProgramCache;
import dev.toeplitz.runtime.plan.Options;
import dev.toeplitz.runtime.plan.Plan;
import dev.toeplitz.runtime.plan.Target;
import dev.toeplitz.terms.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Batches in a row give, to the bit and in order, what each gives alone. */
class PipelineTest {
    private static final Graph LENET =
            Passes.forExecution(RandomWeights.fill(Networks.named("lenet5").build(), 1));

    private static Execution execution(String device, boolean half) {
        OpenClDevice chosen = Network.device(device);
        Options options = Options.of(Target.of(chosen.description()));
        return new Execution(Plan.of(LENET, half ? options.half() : options), chosen, ProgramCache.NONE);
    }

    @ParameterizedTest
    @CsvSource({"pocl, false, 1", "pocl, false, 2", "pocl, false, 7", "pocl, true, 3", "rusticl, false, 3"})
    void eachGivesWhatItGivesAlone(String device, boolean half, int count) {
        List<Map<Value, Tensor>> batches = Inputs.several(LENET, count);
        try (Execution execution = execution(device, half)) {
            List<Map<Value, float[]>> alone =
                    batches.stream().map(execution::run).toList();
            List<Map<Value, float[]>> inARow = new ArrayList<>();
            try (Pipeline pipeline = new Pipeline(execution)) {
                assertThat(pipeline.run(batches.iterator(), inARow::add)).isEqualTo(count);
                assertThat(pipeline.run(batches.iterator(), inARow::add)).isEqualTo(count);
            }
            assertThat(inARow).hasSize(2 * count);
            Value scores = LENET.outputs().getFirst();
            for (int i = 0; i < inARow.size(); i++) {
                assertThat(inARow.get(i).get(scores))
                        .isEqualTo(alone.get(i % count).get(scores));
            }
            assertThat(alone.stream().map(each -> each.get(scores)[0]).distinct())
                    .hasSize(count);
        }
    }

    @Test
    void aBatchOfAnotherShapeIsRefusedAndTheExecutionGoesOn() {
        List<Map<Value, Tensor>> good = Inputs.several(LENET, 1);
        try (Execution execution = execution("pocl", false)) {
            try (Pipeline pipeline = new Pipeline(execution)) {
                List<Map<Value, Tensor>> batches = List.of(good.getFirst(), Map.of());
                assertThatThrownBy(() -> pipeline.run(batches.iterator(), _ -> {}))
                        .isInstanceOf(InputException.class)
                        .hasMessageContaining("is not given");
                assertThat(pipeline.run(good.iterator(), _ -> {})).isEqualTo(1);
            }
            assertThat(execution.run(good.getFirst())).isNotEmpty();
        }
    }

    @Test
    void throughputIsOfBothWays() {
        try (Execution execution = execution("pocl", false)) {
            Throughput found = Throughput.of(execution, Inputs.several(LENET, 2), 0.05);
            assertThat(found.oneByOne()).isPositive();
            assertThat(found.inARow()).isPositive();
            assertThat(found.kernels()).isBetween(0.0, 2.0);
        }
    }
}
