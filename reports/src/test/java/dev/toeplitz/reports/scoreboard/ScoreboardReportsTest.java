package dev.toeplitz.reports.scoreboard;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.toeplitz.sim.scoreboard.Comparison;
import dev.toeplitz.sim.scoreboard.Scoreboard;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ScoreboardReportsTest {
    private static final Scoreboard BOARD = new Scoreboard(List.of(
            comparison("exact", OptionalDouble.of(10), 0, Optional.empty()),
            comparison("close", OptionalDouble.of(10.5), 0.1, Optional.empty()),
            comparison("far <b>", OptionalDouble.of(5), 0.1, Optional.of("a cause, with a comma")),
            comparison("absent", OptionalDouble.empty(), 0.1, Optional.of("nothing is known"))));

    private static Comparison comparison(String subject, OptionalDouble ours, double bound, Optional<String> why) {
        return new Comparison("group", "measured", subject, "latency", "ms", 10, ours, bound, why, "a paper");
    }

    @Test
    void csvHasALineACase() {
        List<NamedCsvRecord> lines = CsvReader.builder().ofNamedCsvRecord(ScoreboardCsv.write(BOARD)).stream()
                .toList();
        assertThat(lines).hasSize(4);
        assertThat(lines.get(2).getField("error")).isEqualTo("-0.5");
        assertThat(lines.get(2).getField("why")).isEqualTo("a cause, with a comma");
        assertThat(lines.get(3).getField("ours")).isEmpty();
    }

    @Test
    void textNamesMissesAndTheirCauses() {
        assertThat(ScoreboardText.write(BOARD, false))
                .containsPattern("far <b> .*-50\\.0 % +10\\.0 % +MISS")
                .containsPattern("close .*\\+5\\.0 % +10\\.0 % +ok")
                .containsPattern("exact .* 0\\.0 % +exact +ok")
                .containsPattern("absent .* - +- +10\\.0 % +no model")
                .contains("why: a cause, with a comma")
                .containsPattern("group +latency +4 +3 +2 +18\\.3 % +-15\\.0 %");
    }

    @Test
    void thePageEscapesAndRefersToNothingOutside() {
        String page = ScoreboardPage.write(BOARD);
        assertThat(page).startsWith("<!doctype html>").contains("far &lt;b&gt;").doesNotContain("<b>");
        assertThat(page).doesNotContainPattern("(src|href)=");
    }
}
