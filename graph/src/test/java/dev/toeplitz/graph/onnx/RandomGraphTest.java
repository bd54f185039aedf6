package dev.toeplitz.graph.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.onnx.RandomGraphs.Case;
import dev.toeplitz.graph.op.Operator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Random graphs through ONNX Runtime and the reference. {@code -Dtoeplitz.random.graphs=N} takes as many, {@code
 * -Dtoeplitz.random.seed=S} begins at another seed; a graph that fails is made smaller and kept under target/random-graphs.
 */
class RandomGraphTest {
    private static final int COUNT = Integer.getInteger("toeplitz.random.graphs", 500);
    private static final long FIRST = Long.getLong("toeplitz.random.seed", 1);

    @Test
    void onnxRuntimeAgreesOnEveryGraph() throws IOException {
        List<String> failures = new ArrayList<>();
        for (long seed = FIRST; seed < FIRST + COUNT; seed++) {
            Case drawn = RandomGraphs.of(seed);
            Optional<String> failure = failure(drawn);
            if (failure.isPresent()) {
                failures.add(
                        kept(seed, Shrinking.shrink(drawn, each -> failure(each).isPresent())));
            }
        }
        assertThat(failures).as("of %d graphs", COUNT).isEmpty();
    }

    private static Optional<String> failure(Case drawn) {
        try {
            return Agreement.difference(drawn.graph(), drawn.inputs()).map(Object::toString);
        } catch (IllegalStateException e) {
            return Optional.of(e.getCause().getMessage());
        }
    }

    private static String kept(long seed, Case smallest) throws IOException {
        Path file = Files.createDirectories(Path.of("target", "random-graphs")).resolve("seed-%d.onnx".formatted(seed));
        OnnxFile.write(smallest.graph(), file);
        return "seed %d, %d nodes in %s: %s"
                .formatted(
                        seed,
                        smallest.graph().nodes().size(),
                        file,
                        failure(smallest).orElseThrow());
    }

    @Test
    void theGraphsHaveEveryOperatorAndTheSizesAskedFor() {
        Set<String> missing = new TreeSet<>();
        leaves(Operator.class).map(Class::getSimpleName).forEach(missing::add);
        for (long seed = 1; seed <= 500; seed++) {
            Graph graph = RandomGraphs.of(seed).graph();
            assertThat(graph.nodes()).hasSizeBetween(5, 30);
            graph.nodes()
                    .forEach(node -> missing.remove(node.operator().getClass().getSimpleName()));
        }
        assertThat(missing).isEmpty();
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        Class<?>[] permitted = type.getPermittedSubclasses();
        return permitted == null ? Stream.of(type) : Arrays.stream(permitted).flatMap(RandomGraphTest::leaves);
    }

    @Test
    void theSeedAloneDecidesAGraph() {
        assertThat(RandomGraphs.of(17).graph().nodes())
                .isEqualTo(RandomGraphs.of(17).graph().nodes());
        assertThat(RandomGraphs.of(17).graph().nodes())
                .isNotEqualTo(RandomGraphs.of(18).graph().nodes());
    }

    @Test
    void aFailingGraphShrinksToTheNodeThatFails() {
        Case drawn = RandomGraphs.of(23);
        Node guilty = drawn.graph().nodes().get(drawn.graph().nodes().size() / 2);
        Case smallest = Shrinking.shrink(drawn, each -> each.graph().nodes().contains(guilty));
        assertThat(smallest.graph().nodes()).containsExactly(guilty);
        assertThat(new HashSet<>(smallest.graph().inputs()))
                .isEqualTo(smallest.inputs().keySet());
        assertThat(failure(smallest)).isEmpty();
    }
}
