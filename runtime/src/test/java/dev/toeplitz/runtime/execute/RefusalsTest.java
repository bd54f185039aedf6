package dev.toeplitz.runtime.execute;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.ArgMax;
import dev.toeplitz.graph.pass.RandomWeights;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.runtime.DeviceException;
import dev.toeplitz.runtime.Inputs;
import dev.toeplitz.runtime.opencl.Device;
import dev.toeplitz.runtime.opencl.Device.Limits;
import dev.toeplitz.runtime.opencl.OpenClDevice;
import dev.toeplitz.runtime.opencl.TestPlatforms;
import dev.toeplitz.runtime.plan.Options;
import dev.toeplitz.runtime.plan.Plan;
import dev.toeplitz.runtime.plan.Target;
import dev.toeplitz.terms.InputException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is refused, and how it is told: before anything is allocated where it can be known by then. */
class RefusalsTest {
    /** As when a device is lost: what the driver says of a kernel that it will not start is told with the node. */
    @Test
    void aKernelThatTheDriverRefusesInMidRunIsToldWithItsNode() {
        Plan right = Plan.of(EveryKind.graph(), Options.of(Target.WIDE));
        String one = "reqd_work_group_size(1, 1, 1)";
        int last = right.program().lastIndexOf(one);
        Plan wrong = new Plan(
                right.graph(),
                right.options(),
                right.program().substring(0, last)
                        + one.replace("(1,", "(2,")
                        + right.program().substring(last + one.length()),
                right.stages(),
                right.slotBytes(),
                right.places(),
                right.sumOfActivations());
        try (Execution execution = new Execution(wrong, TestPlatforms.device(TestPlatforms.POCL))) {
            Map<Value, Tensor> inputs = Inputs.random(right.graph(), 3);
            assertThatThrownBy(() -> execution.run(inputs))
                    .isInstanceOf(DeviceException.class)
                    .hasMessageMatching("node '\\w+': starting k\\d+ on .*: CL_INVALID_WORK_GROUP_SIZE; the device .*");
        }
    }

    @Test
    void positionsAreNotStoredInHalves() {
        GraphBuilder graph = new GraphBuilder("position");
        Value x = graph.input("x", TensorType.float32(1, 4));
        graph.output(graph.node("best", new ArgMax(1, false, false), x));
        assertThatThrownBy(() -> Plan.of(graph.build(), Options.of(Target.WIDE).half()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("best")
                .hasMessageContaining("is of type INT64; expected floating-point numbers");
    }

    @Test
    void aBuiltProgramOfAnotherPlanIsRefused() {
        byte[] binary;
        try (Execution execution = new Execution(
                Plan.of(EveryKind.graph(), Options.of(Target.GENERAL)), TestPlatforms.device(TestPlatforms.POCL))) {
            binary = execution.binary();
        }
        Plan other = Plan.of(Networks.named("lenet5").build(), Options.of(Target.GENERAL));
        Plan filled = Plan.of(RandomWeights.fill(other.graph(), 1), Options.of(Target.GENERAL));
        assertThatThrownBy(() -> Execution.ofBinary(filled, TestPlatforms.device(TestPlatforms.POCL), binary)
                        .close())
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("the plan binds");
    }

    @Test
    void anInputOfAnotherShapeIsRefusedByName() {
        Graph graph = EveryKind.graph();
        try (Execution execution =
                new Execution(Plan.of(graph, Options.of(Target.WIDE)), TestPlatforms.device(TestPlatforms.POCL))) {
            Map<Value, Tensor> wrong =
                    Map.of(graph.inputs().getFirst(), new Tensor.Filled(TensorType.float32(1, 4, 7, 6), 0));
            assertThatThrownBy(() -> execution.run(wrong))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("input 'x' is of shape 1x4x7x6; expected shape 2x4x7x6");
        }
    }

    @Test
    void missingWeightsAreSaidToBeMissing() {
        Graph open = Networks.named("lenet5").build();
        assertThatThrownBy(() ->
                        new Execution(Plan.of(open, Options.of(Target.WIDE)), TestPlatforms.device(TestPlatforms.POCL)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the weights of this network are not given");
    }

    @Test
    void aDeviceWithTooLittleMemoryIsRefusedBeforeAnythingIsAllocated() {
        OpenClDevice real = TestPlatforms.device(TestPlatforms.POCL);
        Device d = real.description();
        Limits l = d.limits();
        Limits little = new Limits(
                l.computeUnits(),
                l.clockMegahertz(),
                1000,
                l.localBytes(),
                l.allocationBytes(),
                l.workItems(),
                l.groupExtent());
        Device small = new Device(d.index(), d.name(), d.vendor(), d.type(), d.software(), little, d.features());
        assertThatThrownBy(() -> new Execution(
                        Plan.of(EveryKind.graph(), Options.of(Target.WIDE)),
                        new OpenClDevice(small, real.platform(), real.handle())))
                .isInstanceOf(DeviceException.class)
                .hasMessageMatching(
                        "every kind needs [\\d,]+ bytes on a device, and .* has 1,000; take a smaller batch.*");
    }

    @Test
    void aProgramThatDoesNotCompileIsToldWithTheCompilersLogAndNothingIsLeftOpen() {
        Plan right = Plan.of(EveryKind.graph(), Options.of(Target.WIDE));
        Plan broken = new Plan(
                right.graph(),
                right.options(),
                right.program() + "nonsense",
                right.stages(),
                right.slotBytes(),
                right.places(),
                right.sumOfActivations());
        assertThatThrownBy(() -> new Execution(broken, TestPlatforms.device(TestPlatforms.POCL)))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("program does not compile on ")
                .hasMessageContaining("nonsense")
                .hasNoSuppressedExceptions();
    }
}
