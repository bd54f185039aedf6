package dev.toeplitz.runtime.execute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.Linear;
import dev.toeplitz.graph.op.MatMul;
import dev.toeplitz.graph.op.Relu;
import dev.toeplitz.graph.pass.RandomWeights;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.runtime.Inputs;
import dev.toeplitz.runtime.execute.CrossCheck.Verdict;
import dev.toeplitz.runtime.opencl.TestPlatforms;
import dev.toeplitz.runtime.plan.Options;
import dev.toeplitz.runtime.plan.Plan;
import dev.toeplitz.runtime.plan.Target;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contractions as blocks in local memory, as GPUs have them. */
class BlockTest {
    private static Graph products() {
        GraphBuilder graph = new GraphBuilder("products");
        Value x = graph.input("x", TensorType.float32(33, 70));
        graph.output(graph.node("weight", new MatMul(), x, graph.weight("w", 70, 141)));
        Value y = graph.input("y", TensorType.float32(70, 64));
        graph.output(graph.node("operands", new MatMul(), x, y));
        graph.output(graph.node(
                "linear",
                new Relu(),
                graph.node("fc", new Linear(), x, graph.weight("v", 48, 70), graph.weight("bias", 48))));
        Value map = graph.input("map", TensorType.float32(2, 12, 14, 15));
        graph.output(graph.node("conv", Conv.square(3, 1, 1, 1), map, graph.weight("filter", 24, 12, 3, 3)));
        return RandomWeights.fill(graph.build(), 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {TestPlatforms.POCL, TestPlatforms.RUSTICL})
    void productsAndConvolutionsAreBlocks(String platform) {
        Graph graph = products();
        for (Options options :
                List.of(Options.of(Target.BLOCKS), Options.of(Target.BLOCKS).half())) {
            Plan plan = Plan.of(graph, options);
            assertThat(plan.stages())
                    .allSatisfy(stage ->
                            assertThat(stage.choices().getLast().chosen()).startsWith("block"));
            try (Execution execution = new Execution(plan, TestPlatforms.device(platform))) {
                assertThat(CrossCheck.run(execution, Inputs.random(graph, 7), (_, _) -> {}))
                        .hasSize(4)
                        .allMatch(Verdict::passed);
            }
        }
    }
}
