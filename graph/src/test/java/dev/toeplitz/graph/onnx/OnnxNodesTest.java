package dev.toeplitz.graph.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.terms.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * ONNX's own tests of single operators and small networks, as Debian's libonnx-testdata has them: each model is imported
 * and run through the reference, and held against the stored outputs with the tests' own tolerance. What is left out
 * stands in {@link OutOfScope} with its reason.
 */
class OnnxNodesTest {
    /** As ONNX's backend test runner compares. */
    private static final double RELATIVE = 1e-3;

    private static final double ABSOLUTE = 1e-7;

    @TestFactory
    Stream<DynamicTest> everyTestInScopePasses() {
        if (!OnnxCase.arePresent()) {
            String message = "libonnx-testdata is not installed";
            return System.getenv("CI") == null ? abort(message + ": ONNX's node tests are left out") : fail(message);
        }
        return OnnxCase.inScope().stream().map(directory -> dynamicTest(name(directory), () -> check(directory)));
    }

    private static String name(Path directory) {
        return directory.getParent().getFileName() + "/" + directory.getFileName();
    }

    @Test
    void noOperatorThatIsImportedIsOutOfScope() {
        assertThat(OutOfScope.operators()).doesNotContainAnyElementsOf(OnnxOperators.names());
    }

    /** Run by hand: passed, failed and left out, by reason. */
    public static void main(String[] args) {
        Map<String, List<String>> byResult = new TreeMap<>();
        OnnxCase.all().forEach(directory -> {
            String name = directory.getFileName().toString();
            String result = OutOfScope.reason(name, OnnxCase.model(directory))
                    .map("out of scope: "::concat)
                    .orElseGet(() -> result(directory));
            byResult.computeIfAbsent(result, _ -> new ArrayList<>()).add(name);
        });
        byResult.forEach((result, names) -> System.out.printf("%4d %s: %s%n", names.size(), result, names));
    }

    private static String result(Path directory) {
        try {
            check(directory);
            return "passed";
        } catch (InputException e) {
            return "failed: " + e.getMessage();
        } catch (AssertionError | RuntimeException e) {
            return "failed: " + e.toString().lines().limit(6).reduce("", (a, b) -> a + " " + b.strip());
        }
    }

    private static void check(Path directory) {
        for (OnnxCase each : OnnxCase.of(directory)) {
            assertThat(each.imported().fates())
                    .as("every node is accounted for")
                    .hasSize(each.nodes());
            List<Tensor> found = Running.run(each.graph(), each.inputs());
            for (int i = 0; i < found.size(); i++) {
                assertClose(
                        each.graph().outputs().get(i).name(),
                        found.get(i),
                        each.expected().get(i));
            }
        }
    }

    static void assertClose(String name, Tensor found, Tensor expected) {
        assertThat(found.type()).as(name).isEqualTo(expected.type());
        for (int i = 0; i < expected.type().elements(); i++) {
            double want = expected.at(i);
            double have = found.at(i);
            boolean close = have == want
                    || Double.isNaN(have) && Double.isNaN(want)
                    || Math.abs(have - want) <= ABSOLUTE + RELATIVE * Math.abs(want);
            if (!close) {
                fail("%s[%d] is %s; expected %s", name, i, have, want);
            }
        }
    }
}
