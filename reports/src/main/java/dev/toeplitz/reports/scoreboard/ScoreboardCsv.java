package dev.toeplitz.reports.scoreboard;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.toeplitz.sim.scoreboard.Comparison;
import dev.toeplitz.sim.scoreboard.Scoreboard;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** One line a case. */
public final class ScoreboardCsv {
    private ScoreboardCsv() {}

    public static String write(Scoreboard board) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().build(text)) {
            csv.writeRecord(
                    "group",
                    "kind",
                    "case",
                    "metric",
                    "unit",
                    "reference",
                    "ours",
                    "error",
                    "bound",
                    "within",
                    "why",
                    "source");
            for (Comparison each : board.comparisons()) {
                csv.writeRecord(
                        each.group(),
                        each.kind(),
                        each.subject(),
                        each.metric(),
                        each.unit(),
                        String.valueOf(each.reference()),
                        each.modelled() ? String.valueOf(each.ours().getAsDouble()) : "",
                        each.modelled() ? String.valueOf(each.error().getAsDouble()) : "",
                        String.valueOf(each.bound()),
                        String.valueOf(each.within()),
                        each.why().orElse(""),
                        each.source());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
