package dev.toeplitz.sim.analytic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Dataflow;
import dev.toeplitz.hw.Dma;
import dev.toeplitz.hw.Interconnect;
import dev.toeplitz.hw.Requests;
import dev.toeplitz.sim.Machines;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.sim.mapping.Pin;
import dev.toeplitz.sim.search.MappingSearch;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.MatrixAxis;
import dev.toeplitz.terms.Operand;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Requests counted by hand, of a 1 × 1 convolution with 16 channels in and out. */
class RequestTimeTest {
    private static final long LARGE = 1 << 20;

    private static Graph pointwise(int extent, int stride) {
        GraphBuilder graph = new GraphBuilder("layer");
        Value x = graph.input("x", TensorType.float32(1, 16, extent, extent));
        graph.output(graph.node("conv", Conv.square(1, stride, 0, 1), x, graph.weight("w", 16, 16, 1, 1)));
        return graph.build();
    }

    private static Accelerator machine(Requests requests) {
        Dataflow channels = new Dataflow(
                "channels",
                List.of(LoopDim.IN_CHANNEL),
                List.of(LoopDim.OUT_CHANNEL),
                Operand.WEIGHT,
                new Interconnect.Systolic());
        return Machines.of(16, 16, channels, LARGE, 64).with(new Dma(0, Optional.of(requests)));
    }

    private static Part part(Graph graph, Accelerator machine, Map<LoopDim, Integer> tile) {
        Pin pin = new Pin(tile, List.of(MatrixAxis.M, MatrixAxis.N, MatrixAxis.K), Map.of());
        Mapper mapper = new PinnedMapper(Map.of("conv", pin), MappingSearch.forCycles());
        return AnalyticModel.parts(Simulator.workload(graph, machine), machine, mapper)
                .getFirst();
    }

    /** 64 pixels and 16 rows of weights come, 64 pixels leave, each in a request of 8 cycles. */
    @Test
    void eachRowOfATileIsARequest() {
        Part part = part(pointwise(8, 1), machine(new Requests(64, 8, LARGE, 28)), Map.of());
        assertThat(part.requests()).isEqualTo(new RequestTime(80 * 8, 64 * 8, 80 * 8, 64 * 8));
        assertThat(part.cost().cycles()).isEqualTo(80 * 8 + part.cost().arrayCycles() + 64 * 8);
    }

    @Test
    void aRowThatIsLongerThanARequestTakesSeveral() {
        Part part = part(pointwise(8, 1), machine(new Requests(4, 1, LARGE, 1)), Map.of());
        assertThat(part.requests().reads()).isEqualTo(4 * 80);
    }

    /** 15 × 15 pixels lie between the ends of 8 × 8 that are two apart. */
    @Test
    void whatAStrideLeavesOutComesAlong() {
        Part part = part(pointwise(16, 2), machine(new Requests(64, 8, LARGE, 28)), Map.of());
        assertThat(part.requests().reads()).isEqualTo((15 * 15 + 16) * 8);
    }

    /** Rows of 16 bytes share lines of 64, and each waits for the line; rows of a line are a line each. */
    @Test
    void whatTheCacheDoesNotHoldTakesLonger() {
        Part none = part(pointwise(8, 1), machine(new Requests(64, 8, 0, 28)), Map.of());
        assertThat(none.requests().reads()).isEqualTo(80 * 28);
        Part lines = part(pointwise(8, 1), machine(new Requests(16, 8, 0, 28)), Map.of());
        assertThat(lines.requests().reads()).isEqualTo(80 * 28);
        // 1,024 bytes in, 256 of weights and 1,024 out just fit.
        Part fits = part(pointwise(8, 1), machine(new Requests(64, 8, 2304, 28)), Map.of());
        assertThat(fits.requests().reads()).isEqualTo(80 * 8);
        Part not = part(pointwise(8, 1), machine(new Requests(64, 8, 2303, 28)), Map.of());
        assertThat(not.requests().reads()).isEqualTo(80 * 28);
    }

    /** Four tiles of output channels: the map is loaded once, and only a tile's transfers are waited for at the ends. */
    @Test
    void onlyTheFirstTileIsWaitedFor() {
        Part part = part(pointwise(8, 1), machine(new Requests(64, 8, LARGE, 28)), Map.of(LoopDim.OUT_CHANNEL, 4));
        RequestTime time = part.requests();
        assertThat(time.reads()).isEqualTo((64 + 4 * 16) * 8);
        assertThat(time.writes()).isEqualTo(4 * 64 * 8);
        assertThat(time.first()).isEqualTo(time.reads() / 4);
        assertThat(time.last()).isEqualTo(64 * 8);
    }
}
