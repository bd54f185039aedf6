package dev.toeplitz.graph.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The test data that the zoo is judged by is whole, and is what it was derived as. */
class FactsTest {
    private static List<List<String>> facts() throws IOException {
        try (InputStream in = FactsTest.class.getResourceAsStream("facts.csv");
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return lines.lines().skip(2).map(FactsTest::fields).toList();
        }
    }

    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>(List.of(""));
        boolean quoted = false;
        for (char c : line.toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add("");
            } else {
                fields.add(fields.removeLast() + c);
            }
        }
        return fields;
    }

    @Test
    void everyNetworkHasARow() throws IOException {
        assertThat(facts().stream().map(List::getFirst)).containsAll(Networks.names());
    }

    @Test
    void aFigureThatIsLeftOpenHasItsReason() throws IOException {
        for (List<String> row : facts()) {
            boolean whole = row.subList(6, 10).stream().noneMatch(String::isEmpty);
            assertThat(whole || !row.get(10).isEmpty()).as(row.getFirst()).isTrue();
        }
    }

    @Test
    void everyNetworkThatWasDerivedIsHereWithItsParametersStatisticsAndMacs() throws IOException {
        record Figures(String name, String parameters, String statistics, String macs) {}
        List<List<String>> derived;
        try (Stream<String> lines = Files.lines(shared("facts/derived.csv"))) {
            derived = lines.map(FactsTest::fields).toList();
        }
        List<String> header = derived.getFirst();
        List<Figures> figures = derived.stream()
                .skip(1)
                .map(row -> new Figures(
                        row.getFirst(),
                        row.get(header.indexOf("params")),
                        row.get(header.indexOf("running")),
                        row.get(header.indexOf("macs"))))
                .toList();
        Set<Figures> kept = facts().stream()
                .map(row -> new Figures(row.get(2), row.get(3), row.get(4), row.get(5)))
                .collect(Collectors.toSet());
        assertThat(kept).containsAll(figures);
    }

    private static Path shared(String relative) {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path found = at.resolve("shared").resolve(relative);
            if (Files.exists(found)) {
                return found;
            }
        }
        String message = "shared/%s is not beside the project".formatted(relative);
        return System.getenv("CI") == null ? abort(message + ": left out") : fail(message);
    }
}
