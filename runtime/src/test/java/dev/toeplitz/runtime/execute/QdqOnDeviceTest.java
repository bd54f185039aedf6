package dev.toeplitz.runtime.execute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.DequantizeLinear;
import dev.toeplitz.graph.op.QuantizeLinear;
import dev.toeplitz.graph.op.Relu;
import dev.toeplitz.graph.pass.Passes;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.runtime.Inputs;
import dev.toeplitz.runtime.execute.CrossCheck.Verdict;
import dev.toeplitz.runtime.opencl.TestPlatforms;
import dev.toeplitz.runtime.plan.Options;
import dev.toeplitz.runtime.plan.Plan;
import dev.toeplitz.runtime.plan.Target;
import dev.toeplitz.terms.DataType;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Convolutions between quantised numbers, written in floating point as tools write them: which kernels they take. */
class QdqOnDeviceTest {
    private final GraphBuilder graph = new GraphBuilder("qdq");
    private final Random random = new Random(1);

    private Value quantised(String name, Value number, double scale, int zeroPoint) {
        Value step = graph.constant(name + ".scale", Tensor.of(TensorType.float32(), (float) scale));
        TensorType scalar = new TensorType(DataType.UINT8, Shape.SCALAR);
        Value zero = graph.constant(name + ".zero", Tensor.of(scalar, zeroPoint));
        Value whole = graph.node(name + ".whole", new QuantizeLinear(DataType.UINT8, 1), number, step, zero);
        return graph.node(name, new DequantizeLinear(1), whole, step, zero);
    }

    private Value convolution(String name, Value x, int channels, int filter) {
        TensorType type = new TensorType(
                DataType.INT8, Shape.of(channels, x.type().shape().at(1), filter, filter));
        double[] values =
                random.doubles(type.elements(), -127, 127).map(Math::rint).toArray();
        double[] scales = random.doubles(channels, 0.001, 0.002)
                .map(scale -> (float) scale)
                .toArray();
        Value weights = graph.node(
                name + ".weights",
                new DequantizeLinear(0),
                graph.constant(name + ".w", Tensor.of(type, values)),
                graph.constant(name + ".w.scale", Tensor.of(TensorType.float32(channels), scales)));
        return graph.node(name, Conv.square(filter, 1, filter / 2, 1), x, weights);
    }

    private Graph built() {
        Value x = quantised("x", graph.input("input", TensorType.float32(1, 64, 28, 28)), 0.03, 114);
        Value one = graph.node("relu", new Relu(), convolution("one", x, 64, 3));
        Value two = convolution("two", quantised("one.y", one, 0.04, 0), 32, 1);
        graph.output(quantised("two.y", two, 0.05, 128));
        return graph.build();
    }

    @Test
    void theyTakeTheIntegerKernels() {
        Graph built = built();
        Options options = Options.of(Target.NARROW);
        Plan before = Plan.of(built, options);
        assertThat(DotTest.chosen(before, "dot") + DotTest.chosen(before, "winograd-dot"))
                .isZero();
        Plan plan = Plan.of(Passes.forExecution(built), options);
        assertThat(DotTest.chosen(plan, "winograd-dot")).isEqualTo(1);
        assertThat(DotTest.chosen(plan, "dot")).isEqualTo(1);
        try (Execution execution = new Execution(plan, TestPlatforms.device(TestPlatforms.POCL))) {
            List<Verdict> verdicts = CrossCheck.run(execution, Inputs.random(built, 5), (_, _) -> {});
            assertThat(verdicts).allMatch(Verdict::passed);
        }
    }
}
