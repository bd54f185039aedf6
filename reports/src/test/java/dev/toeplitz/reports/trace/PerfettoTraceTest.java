package dev.toeplitz.reports.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Banks;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.hw.yaml.Accelerators;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.NetworkCost;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Reads a trace back by field numbers, as any reader of protocol buffers may. */
class PerfettoTraceTest {
    private final Map<Long, String> tracks = new HashMap<>();
    private final Map<String, List<Slice>> slices = new HashMap<>();

    private record Slice(String name, long begin, long end, Map<String, Long> annotations) {}

    private NetworkCost trace(String network, String preset) throws InvalidProtocolBufferException {
        return trace(network, Accelerators.load(preset));
    }

    private NetworkCost trace(String network, Accelerator machine) throws InvalidProtocolBufferException {
        Slices recorded = new Slices();
        NetworkCost cost = Simulator.trace(Networks.named(network).build(), machine, recorded);
        read(PerfettoTrace.write(cost, recorded));
        return cost;
    }

    private void read(byte[] trace) throws InvalidProtocolBufferException {
        Map<Long, UnknownFieldSet> open = new HashMap<>();
        Map<Long, Long> since = new HashMap<>();
        for (var bytes : UnknownFieldSet.parseFrom(trace).getField(1).getLengthDelimitedList()) {
            UnknownFieldSet packet = UnknownFieldSet.parseFrom(bytes);
            assertThat(packet.getField(10).getVarintList()).hasSize(1);
            if (packet.hasField(60)) {
                UnknownFieldSet descriptor = message(packet.getField(60));
                tracks.put(number(descriptor, 1), text(descriptor, 2));
            } else {
                UnknownFieldSet event = message(packet.getField(11));
                long track = number(event, 11);
                if (number(event, 9) == 1) {
                    assertThat(open).as("slices do not nest").doesNotContainKey(track);
                    open.put(track, event);
                    since.put(track, number(packet, 8));
                } else {
                    assertThat(number(event, 9)).isEqualTo(2);
                    add(track, open.remove(track), since.remove(track), number(packet, 8));
                }
            }
        }
        assertThat(open).isEmpty();
    }

    private void add(long track, UnknownFieldSet event, long begin, long end) throws InvalidProtocolBufferException {
        Map<String, Long> annotations = new HashMap<>();
        for (var bytes : event.getField(4).getLengthDelimitedList()) {
            UnknownFieldSet annotation = UnknownFieldSet.parseFrom(bytes);
            annotations.put(text(annotation, 10), number(annotation, 4));
        }
        slices.computeIfAbsent(tracks.get(track), _ -> new ArrayList<>())
                .add(new Slice(text(event, 23), begin, end, annotations));
    }

    private static UnknownFieldSet message(Field field) throws InvalidProtocolBufferException {
        return UnknownFieldSet.parseFrom(field.getLengthDelimitedList().getFirst());
    }

    private static long number(UnknownFieldSet fields, int number) {
        return fields.getField(number).getVarintList().getFirst();
    }

    private static String text(UnknownFieldSet fields, int number) {
        return fields.getField(number).getLengthDelimitedList().getFirst().toStringUtf8();
    }

    @Test
    void aTraceReadBackHasTheLayersWithTheirFiguresAndEveryTrackInOrder() throws InvalidProtocolBufferException {
        NetworkCost cost = trace("alexnet", "gemmini-16x16"); // at 1 GHz a cycle is a nanosecond
        assertThat(slices).containsOnlyKeys("layers", "array", "vector unit", "input DMA", "weight DMA", "output DMA");
        List<Slice> layers = slices.get("layers");
        List<LayerCost> costs =
                cost.layers().stream().filter(layer -> layer.cycles() > 0).toList();
        assertThat(layers)
                .extracting(Slice::name)
                .containsExactlyElementsOf(costs.stream().map(LayerCost::name).toList());
        for (int i = 0; i < costs.size(); i++) {
            assertThat(layers.get(i).end() - layers.get(i).begin())
                    .isEqualTo(costs.get(i).cycles());
            assertThat(layers.get(i).annotations())
                    .containsEntry("MACs", costs.get(i).macs())
                    .containsEntry("busy cycles", costs.get(i).busyCycles());
        }
        assertThat(layers.getLast().end()).isEqualTo(cost.cycles());
        slices.values().forEach(PerfettoTraceTest::assertInOrder);
    }

    @Test
    void eachCoreHasItsTracksAndWaitsForBanksTheirsWhereThereAreAny() throws InvalidProtocolBufferException {
        Accelerator one = Accelerators.load("zu9eg-32x32");
        List<Buffer> narrow = one.buffers().stream()
                .map(each -> each.with(new Banks(1, 1, each.bytesPerCycle())))
                .toList();
        NetworkCost cost = trace("alexnet", one.with(narrow, one.accumulators()).withCores(2));
        assertThat(slices)
                .containsKeys(
                        "core 1 array", "core 2 array", "core 1 output DMA", "core 2 output DMA", "core 2 vector unit")
                .containsKeys("core 1 buffer banks", "core 2 buffer banks")
                .doesNotContainKeys("array", "core 3 array", "buffer banks");
        assertThat(slices.get("layers").getFirst().annotations()).containsKey("stall: buffer banks");
        assertThat(slices.get("layers").getLast().end()).isEqualTo(Math.round(cost.seconds() * 1e9));
        slices.values().forEach(PerfettoTraceTest::assertInOrder);
    }

    private static void assertInOrder(List<Slice> track) {
        for (int i = 0; i < track.size(); i++) {
            assertThat(track.get(i).end()).isGreaterThanOrEqualTo(track.get(i).begin());
            assertThat(track.get(i).begin())
                    .isGreaterThanOrEqualTo(i == 0 ? 0 : track.get(i - 1).end());
        }
    }

    @Test
    void theNextLayersWeightsComeWhileThisOneComputes() throws InvalidProtocolBufferException {
        trace("resnet50", "tpu-v1");
        Slice compute = slices.get("array").stream()
                .filter(slice -> slice.name().equals("conv2_1b"))
                .findFirst()
                .orElseThrow();
        Slice weights = slices.get("weight DMA").stream()
                .filter(slice -> slice.name().equals("conv2_1c"))
                .findFirst()
                .orElseThrow();
        assertThat(weights.begin()).isLessThan(compute.end());
    }
}
