package dev.toeplitz.runtime.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.HardSwish;
import dev.toeplitz.graph.op.Relu;
import dev.toeplitz.graph.pass.Passes;
import dev.toeplitz.graph.pass.RandomWeights;
import dev.toeplitz.graph.step.Window;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.runtime.plan.Options.Convolution;
import dev.toeplitz.runtime.plan.Plan.Choice;
import dev.toeplitz.terms.InputException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What plans leave to be measured, and how they take what was. */
class TunableTest {
    private static final Options OPTIONS = Options.of(Target.NARROW);

    /** @param before how many layers stand before the convolutions, so that numbers and names of values differ */
    private static Graph convolutions(String name, int before, int filters, int... channels) {
        GraphBuilder graph = new GraphBuilder(name);
        Value x = graph.input(name + "-x", TensorType.float32(1, channels[0], 14, 14));
        for (int i = 0; i < before + 1; i++) {
            x = graph.node(name + "-before" + i, new HardSwish(), x);
            x = convolution(graph, name + "-to" + i, x, channels[0], channels[0], 1);
        }
        for (int i = 0; i < channels.length; i++) {
            Value y = convolution(graph, name + "-conv" + i, x, filters, channels[i], 3);
            graph.output(graph.node(name + "-relu" + i, new Relu(), y));
        }
        return RandomWeights.fill(graph.build(), 1);
    }

    private static Value convolution(GraphBuilder graph, String name, Value x, int filters, int channels, int taps) {
        Window window = Window.of(taps, 1, taps / 2);
        Value w = graph.weight(name + "-w", filters, channels, taps, taps);
        return graph.node(name, new Conv(List.of(window, window), 1), x, w, graph.weight(name + "-b", filters));
    }

    private static Set<String> tasks(Graph graph, Options options) {
        return Tunable.of(graph, options).stream()
                .map(Tunable::task)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Tunable filtering(Graph graph) {
        return Tunable.of(graph, OPTIONS).getLast();
    }

    @Test
    void alikeLayersHaveOneKeyWhereverTheyStand() {
        Graph one = convolutions("one", 0, 24, 16);
        Graph other = convolutions("other", 3, 24, 16);
        assertThat(filtering(one).task()).isEqualTo(filtering(other).task());
        assertThat(tasks(other, OPTIONS)).containsAll(tasks(one, OPTIONS));
        assertThat(filtering(convolutions("three", 0, 24, 16, 16, 16)).times()).isEqualTo(3);
    }

    @Test
    void whatATimeDependsOnIsInTheKey() {
        String plain = filtering(convolutions("one", 0, 24, 16)).task();
        assertThat(filtering(convolutions("one", 0, 25, 16)).task()).isNotEqualTo(plain);
        assertThat(filtering(convolutions("one", 0, 24, 17)).task()).isNotEqualTo(plain);
        Graph graph = convolutions("one", 0, 24, 16);
        assertThat(tasks(graph, Options.of(Target.WIDE))).doesNotContain(plain);
        assertThat(tasks(graph, OPTIONS.unfused())).doesNotContain(plain);
    }

    /** Whoever reads a file years later needs the same text; a change of it loses what was measured, and is made on purpose. */
    @Test
    void theKeyIsThisText() {
        assertThat(filtering(convolutions("one", 0, 24, 16)).task())
                .isEqualTo("M24 C16 P14 Q14 R3 S3;"
                        + " left FLOAT32 C*1 P*224 Q*16 R*224 S*16 0<=-1+P*1+R*1<14 0<=-1+Q*1+S*1<14;"
                        + " right FLOAT32 weights M*144 C*9 R*3 S*1; out FLOAT32 M*1 P*336 Q*24;"
                        + " then const float t2 = made + x1; const float t4 = fmax(t2, (0.0f)); t4;"
                        + " with FLOAT32 weights axis_1:*1; floats 8 lanes 16 registers 1 units 32768 B local");
    }

    /** The contract of candidates: of every layer of a network, each variant can be had, and the first is the estimate's. */
    @ParameterizedTest
    @CsvSource({"resnet18, 8", "shufflenet, 8", "resnet18, 1", "shufflenet, 1"})
    void everyVariantThatIsListedCanBeHadAndTheEstimatesComesFirst(String name, int lanes) {
        Options options = Options.of(lanes == Target.NARROW.lanes() ? Target.NARROW : Target.BLOCKS);
        Graph graph =
                Passes.forExecution(RandomWeights.fill(Networks.named(name).build(), 1));
        List<Tunable> tunables = Tunable.of(graph, options);
        assertThat(tunables).hasSizeGreaterThan(5);
        for (Tunable tunable : tunables) {
            Plan estimated = Plan.alone(graph, options, Tuning.NONE, tunable.stage());
            Tuning known = Tuning.NONE.with(tunable.task(), tunable.estimate());
            assertThat(Plan.alone(graph, options, known, tunable.stage()).program())
                    .isEqualTo(estimated.program());
            for (List<Variant> ofOne : tunable.variants()) {
                for (Variant variant : some(ofOne)) {
                    assertThat(Variant.parse(variant.toString())).isEqualTo(variant);
                    assertThat(tunable.lists(variant)).isTrue();
                    Plan plan = Plan.alone(graph, options, Tuning.NONE.with(tunable.task(), variant), tunable.stage());
                    if (!variant.equals(tunable.estimate())) {
                        assertThat(tuned(plan)).as(tunable + ": " + variant).contains(variant);
                    }
                }
            }
        }
    }

    /** The first two, the seventh and the last: printing all takes long. */
    private static List<Variant> some(List<Variant> all) {
        List<Variant> some = new ArrayList<>(all.subList(0, Math.min(2, all.size())));
        some.add(all.get(Math.min(6, all.size() - 1)));
        some.add(all.getLast());
        return some;
    }

    private static List<Variant> tuned(Plan plan) {
        return plan.stages().stream()
                .flatMap(stage -> stage.choices().stream())
                .flatMap(choice -> choice.tuned().stream())
                .toList();
    }

    /** Registers that do not hold the tile, a candidate of another version, a value that is none, an unknown tunable. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "tile cols=14 vectors=3 items=48 order=1 pack=1",
                "tile cols=0 vectors=1 items=48 order=1 pack=1",
                "tile",
                "tile cols=4 vectors=1 items=48 order=1 pack=1 depth=2",
                "tile cols=4 vectors=1 items=48 order=1 pack=2",
                "tile cols=4 vectors=1 items=0 order=1 pack=1",
                "tile cols=4 vectors=1 items=48 order=3 pack=1",
                "winograd outputs=3 kernels=1 block=4 parts=1 cols=4 vectors=1",
                "winograd outputs=4 kernels=1 block=100000 parts=1 cols=4 vectors=1",
                "rows vectors=2",
                "systolic rows=8"
            })
    void whatCannotBeHadIsCarriedOutAsEstimated(String text) {
        Graph graph = convolutions("one", 0, 24, 16);
        Tuning tuning = Tuning.NONE.with(filtering(graph).task(), Variant.parse(text));
        Plan plan = Plan.of(graph, OPTIONS, tuning);
        assertThat(tuned(plan)).isEmpty();
        assertThat(plan.program()).isEqualTo(Plan.of(graph, OPTIONS).program());
    }

    @Test
    void aWayThatIsAskedForIsNotOverruled() {
        Graph graph = convolutions("one", 0, 24, 16);
        Tuning tuning = Tuning.NONE.with(filtering(graph).task(), Variant.parse("rows"));
        assertThat(tuned(Plan.of(graph, OPTIONS, tuning))).hasSize(1);
        assertThat(tuned(Plan.of(graph, OPTIONS.with(Convolution.IMPLICIT), tuning)))
                .isEmpty();
    }

    /** So that `--explain` gives the estimate's reasons. */
    @Test
    void whatIsEstimatedTooIsNotSaidToBeTuned() {
        Graph graph = convolutions("one", 0, 24, 16);
        Tunable tunable = filtering(graph);
        assertThat(tuned(Plan.of(graph, OPTIONS, Tuning.NONE.with(tunable.task(), tunable.estimate()))))
                .isEmpty();
        assertThat(tunable.lists(Variant.parse("systolic rows=8"))).isFalse();
    }

    @Test
    void whatWasTunedIsSaid() {
        Graph graph = convolutions("one", 0, 24, 16);
        Tuning tuning = Tuning.NONE.with(
                filtering(graph).task(), Variant.parse("tile cols=2 vectors=3 items=48 order=1 pack=1"));
        assertThat(Plan.of(graph, OPTIONS, tuning).stages().getLast().choices().stream()
                        .map(Choice::words))
                .containsExactly("tile (tuned: tile cols=2 vectors=3 items=48 order=1 pack=1)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tile cols", "tile cols=two", "tile cols=1=2", "tile cols=12345678901"})
    void textThatIsNoVariantIsRefused(String text) {
        assertThatThrownBy(() -> Variant.parse(text))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("expected NAME=NUMBER; as in 'tile cols=6 vectors=2'");
    }
}
