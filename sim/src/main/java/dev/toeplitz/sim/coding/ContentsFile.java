package dev.toeplitz.sim.coding;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import dev.toeplitz.terms.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Densities of tensors as CSV: {@code tensor} and {@code density}, and where they are known {@code bits} of an element and, for
 * people, {@code made_by}. Lines that begin with # are notes.
 */
public final class ContentsFile {
    private static final String TENSOR = "tensor";
    private static final String DENSITY = "density";
    private static final String BITS = "bits";
    private static final String MADE_BY = "made_by";
    private static final List<String> COLUMNS = List.of(TENSOR, DENSITY, BITS, MADE_BY);

    /** Published densities that are kept here, by name. */
    private static final List<String> PUBLISHED = List.of("squeezenet-pruned");

    private ContentsFile() {}

    /**
     * A tensor for a file.
     *
     * @param madeBy the operator behind it
     */
    public record Line(String tensor, Content content, String madeBy) {}

    /** Published densities by name, or a file's. */
    public static Contents load(String nameOrFile) {
        if (PUBLISHED.contains(nameOrFile)) {
            return published(nameOrFile);
        }
        Path file = Path.of(nameOrFile);
        if (!Files.exists(file)) {
            throw new InputException(
                    "'%s' is no file and no published densities".formatted(nameOrFile),
                    "a CSV file of tensor and density, or one of " + String.join(", ", PUBLISHED),
                    "write one with `toeplitz run NETWORK --density FILE.csv`");
        }
        try {
            return read(nameOrFile, Files.readString(file));
        } catch (IOException e) {
            throw new InputException("cannot be read: " + e, "a CSV file in UTF-8", "check it").at(nameOrFile);
        }
    }

    private static Contents published(String name) {
        try (InputStream in = ContentsFile.class.getResourceAsStream("/dev/toeplitz/sim/coding/" + name + ".csv")) {
            return read(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param file how messages call the text */
    static Contents read(String file, String text) {
        Map<String, Content> tensors = new LinkedHashMap<>();
        try (CsvReader<NamedCsvRecord> rows =
                CsvReader.builder().commentStrategy(CommentStrategy.SKIP).ofNamedCsvRecord(text)) {
            for (NamedCsvRecord row : rows) {
                String place = file + ":" + row.getStartingLineNumber();
                try {
                    add(tensors, row);
                } catch (InputException e) {
                    throw e.at(place);
                }
            }
        } catch (CsvParseException e) {
            throw new InputException("no CSV: " + e.getMessage(), "a line of columns, then tensors", "correct it")
                    .at(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (tensors.isEmpty()) {
            throw new InputException("no tensor", "a line for each", "add lines below the columns' names").at(file);
        }
        return new Contents(tensors);
    }

    private static void add(Map<String, Content> tensors, NamedCsvRecord row) {
        row.getHeader().stream()
                .filter(name -> !COLUMNS.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw InputException.unknown("column", name, COLUMNS);
                });
        String tensor = field(row, TENSOR);
        double density = number(field(row, DENSITY));
        String bits = row.findField(BITS).orElse("").strip();
        Content content = new Content(density, bits.isEmpty() ? OptionalInt.empty() : OptionalInt.of(whole(bits)));
        if (tensors.put(tensor, content) != null) {
            throw new InputException(
                    "tensor '%s' stands twice".formatted(tensor), "each tensor once", "remove one of them");
        }
    }

    private static String field(NamedCsvRecord row, String name) {
        return row.findField(name)
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> new InputException(
                        "no %s".formatted(name), "columns tensor and density in each line", "add what is missing"));
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException _) {
            throw new InputException("'%s'".formatted(text), "a number", "correct it");
        }
    }

    private static int whole(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException _) {
            throw new InputException("'%s' bits".formatted(text), "a whole number", "correct it");
        }
    }

    /** As {@link #load} reads it. */
    public static String write(List<Line> lines) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().build(text)) {
            csv.writeRecord(TENSOR, DENSITY, MADE_BY);
            for (Line line : lines) {
                csv.writeRecord(line.tensor(), String.valueOf(line.content().density()), line.madeBy());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
