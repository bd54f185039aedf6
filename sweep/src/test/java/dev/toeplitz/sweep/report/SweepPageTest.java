package dev.toeplitz.sweep.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.sweep.Spaces;
import dev.toeplitz.sweep.engine.Findings;
import dev.toeplitz.sweep.engine.Ledger;
import dev.toeplitz.sweep.engine.LocalEngine;
import dev.toeplitz.sweep.engine.Progress;
import dev.toeplitz.sweep.engine.Study;
import dev.toeplitz.sweep.engine.Sweep;
import dev.toeplitz.sweep.space.Outcome.Evaluated;
import dev.toeplitz.sweep.space.Resources;
import dev.toeplitz.sweep.space.Space;
import dev.toeplitz.sweep.strategy.Grid;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SweepPageTest {
    private static final Study STUDY = Spaces.study(Spaces.SMALL, "lenet5");

    @Test
    void thePageHasEveryDesignAndTheFrontMarked() {
        Overview overview = new Overview(STUDY.space());
        Findings findings;
        try (LocalEngine engine = new LocalEngine(STUDY, 2)) {
            findings = new Sweep(STUDY, engine, Ledger.NONE, listener(overview)).run(new Grid());
        }
        String page = SweepPage.write(STUDY, findings, overview);
        Matcher data = Pattern.compile("id=\"data\">(.*?)</script>").matcher(page);
        assertThat(data.find()).isTrue();
        JsonNode read = JsonMapper.builder().build().readTree(data.group(1));
        assertThat(read.get("rows").size()).isEqualTo(Math.toIntExact(findings.evaluated()));
        long front = 0;
        for (JsonNode row : read.get("rows")) {
            front += row.get("front").asBoolean() ? 1 : 0;
        }
        assertThat(front).isEqualTo(findings.front().size());
        for (JsonNode row : read.get("rows")) {
            Evaluated design = (Evaluated) STUDY.outcome(row.get("id").asLong());
            JsonNode layers = row.get("layers").get(0);
            long cycles = 0;
            for (JsonNode each : layers.get("cycles")) {
                cycles += each.asLong();
            }
            assertThat(cycles).isEqualTo(design.figures().getFirst().cycles());
            assertThat(read.get("layers").get(layers.get("names").asInt()).size())
                    .isEqualTo(layers.get("cycles").size());
        }
        assertThat(page).contains("echarts").doesNotContain("/*script*/").doesNotContain("<script src");
    }

    private static Progress.Listener listener(Overview overview) {
        return new Progress.Listener() {
            @Override
            public void at(Progress progress) {}

            @Override
            public void evaluated(Evaluated outcome) {
                overview.add(outcome);
            }
        };
    }

    /** Of y = 10 a + b over two values each, by hand: a explains 100/101 of the variance, b the rest. */
    @Test
    void influenceIsTheVarianceBetweenMeans() {
        Space space = Spaces.read("""
            base: tpu-v1
            parameters: {pe_array.rows: [4, 8], pe_array.cols: [4, 8]}
            objectives: latency
            """);
        Overview overview = new Overview(space);
        for (long id = 0; id < 4; id++) {
            int[] choices = space.choices(id);
            overview.add(new Evaluated(
                    id, new Resources(1, 1, 1, 0, 0, 0), List.of(), List.of(10.0 * choices[0] + choices[1])));
        }
        List<List<Double>> shares = overview.influence().shares();
        assertThat(shares.get(0).getFirst()).isCloseTo(100.0 / 101, Offset.offset(1e-12));
        assertThat(shares.get(1).getFirst()).isCloseTo(1.0 / 101, Offset.offset(1e-12));
    }
}
