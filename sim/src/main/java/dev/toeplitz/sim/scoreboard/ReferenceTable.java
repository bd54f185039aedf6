package dev.toeplitz.sim.scoreboard;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Published figures, kept as CSV beside the classes. */
final class ReferenceTable {
    private ReferenceTable() {}

    static List<NamedCsvRecord> rows(String name) {
        try (InputStream in = ReferenceTable.class.getResourceAsStream("/dev/toeplitz/sim/scoreboard/" + name)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return CsvReader.builder().commentStrategy(CommentStrategy.SKIP).ofNamedCsvRecord(text).stream()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
