package dev.toeplitz.sim.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.MatMul;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.hw.Dataflow;
import dev.toeplitz.sim.Machines;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.sim.analytic.AnalyticModel;
import dev.toeplitz.sim.analytic.Part;
import dev.toeplitz.sim.analytic.Workload;
import dev.toeplitz.sim.search.MappingSearch;
import dev.toeplitz.terms.Operand;
import java.util.EnumSet;
import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** A buffer of results that has one half only: nothing is computed into it while its results leave. */
class OutputRoomTest {
    @Property(tries = 200)
    void theArrayWaitsUntilTheResultsBeforeHaveLeft(
            @ForAll @IntRange(min = 10, max = 200) int m,
            @ForAll @IntRange(min = 10, max = 200) int n,
            @ForAll @IntRange(min = 1, max = 40) int k,
            @ForAll @IntRange(min = 1, max = 16) int side,
            @ForAll @IntRange(max = 2) int dataflow,
            @ForAll @IntRange(min = 1, max = 30) int rate) {
        GraphBuilder graph = new GraphBuilder("product");
        Value x = graph.input("x", TensorType.float32(m, k));
        graph.output(graph.node("product", new MatMul(), x, graph.weight("w", k, n)));
        Accelerator machine = machine(Machines.of(side, side, Dataflow.NAMED.get(dataflow), 1 << 20, rate));
        Workload workload = Simulator.workload(graph.build(), machine);
        List<Part> parts = AnalyticModel.parts(workload, machine, MappingSearch.forCycles());
        Walk walk = new Walk();
        walk.plan(parts.getFirst(), machine, new Rates(machine));
        Assume.that(walk.outputChunks == 1);

        long[] free = new long[1];
        long[] events = new long[2];
        Timeline.Run run = Timeline.run(workload, machine, parts, (core, track, layer, from, to) -> {
            if (track == Track.ARRAY || track == Track.OUTPUT_DMA) {
                assertThat(from).as("%s", track).isGreaterThanOrEqualTo(free[0]);
                free[0] = to;
                events[track == Track.ARRAY ? 0 : 1]++;
            }
        });
        assertThat(events[0]).isGreaterThan(1);
        assertThat(events[1]).isGreaterThan(1);
        assertThat(run.cost().cycles())
                .isGreaterThanOrEqualTo(parts.getFirst().cost().cycles());
    }

    /** Some results fill the buffer, so that there are many tiles of them. */
    private static Accelerator machine(Accelerator machine) {
        List<Buffer> buffers = machine.buffers().stream()
                .map(each -> each.holds().contains(Operand.OUTPUT)
                        ? new Buffer(each.name(), EnumSet.of(Operand.OUTPUT), 128, false, each.bytesPerCycle(), false)
                        : each)
                .toList();
        return machine.with(buffers, machine.accumulators());
    }
}
