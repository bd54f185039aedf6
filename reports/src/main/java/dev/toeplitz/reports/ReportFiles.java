package dev.toeplitz.reports;

import dev.toeplitz.reports.csv.CsvReport;
import dev.toeplitz.reports.drawing.DotDrawing;
import dev.toeplitz.reports.drawing.SvgDrawing;
import dev.toeplitz.reports.html.HtmlReport;
import dev.toeplitz.reports.json.JsonReport;
import dev.toeplitz.reports.markdown.MarkdownReport;
import dev.toeplitz.reports.model.Column;
import dev.toeplitz.reports.model.Report;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Writes a report's files. Each appears whole or not at all: it is written beside its place and then renamed. */
public final class ReportFiles {
    private ReportFiles() {}

    /** What a report can be written as. */
    public enum Format {
        HTML,
        CSV,
        JSON,
        /** Markdown, for a pull request. */
        MD,
        /** The network in Graphviz's language. */
        DOT,
        /** The network as a picture. */
        SVG
    }

    /** The report in one format. */
    public static String text(Report report, Format format) {
        return switch (format) {
            case HTML -> HtmlReport.write(report);
            case CSV -> CsvReport.write(report);
            case JSON -> JsonReport.write(report);
            case MD -> MarkdownReport.write(report);
            case DOT -> DotDrawing.write(report);
            case SVG -> SvgDrawing.write(report);
        };
    }

    /** Writes the formats into a directory, which is made where it is not there; gives the files. */
    public static List<Path> write(Report report, Set<Format> formats, Path directory) {
        String stem = safe(report.network().name()) + "-on-"
                + safe(report.accelerator().name());
        Map<String, String> texts = new LinkedHashMap<>();
        for (Format format : formats) {
            texts.put(stem + "." + format.name().toLowerCase(), text(report, format));
        }
        return write(directory, texts);
    }

    /** Writes texts under their names into a directory, which is made where it is not there; gives the files. */
    public static List<Path> write(Path directory, Map<String, String> texts) {
        List<Path> written = new ArrayList<>();
        try {
            Files.createDirectories(directory);
            for (Map.Entry<String, String> each : texts.entrySet()) {
                Path file = directory.resolve(each.getKey());
                // Not writeString, which refuses half a surrogate pair, as a hostile name may have.
                byte[] bytes = each.getValue().getBytes(StandardCharsets.UTF_8);
                WholeFile.replace(file, beside -> Files.write(beside, bytes));
                written.add(file);
            }
        } catch (IOException e) {
            throw new InputException(
                            "cannot write there (%s)".formatted(e),
                            "a directory that can be written",
                            "choose another with --out",
                            e)
                    .at(directory.toString());
        }
        return written;
    }

    /** A report that was written as JSON, by this version or an earlier one. */
    public static Report read(Path file) {
        return read(file, JsonReport::read);
    }

    /** A report, or the report of a run, as a column of a comparison. */
    public static Column readColumn(Path file) {
        return read(file, JsonReport::readColumn);
    }

    private static <T> T read(Path file, Function<String, T> reader) {
        try {
            return reader.apply(Files.readString(file));
        } catch (InputException e) {
            throw e.at(file.toString());
        } catch (NoSuchFileException e) {
            throw new InputException("there is no such file", "a report's JSON", "check the path", e)
                    .at(file.toString());
        } catch (IOException e) {
            throw new InputException("cannot be read (%s)".formatted(e), "a report's JSON", "check the file", e)
                    .at(file.toString());
        }
    }

    /** A name from a file, as part of a file's name. */
    private static String safe(String name) {
        String kept = name.replaceAll("[^A-Za-z0-9._-]+", "_");
        String stem = kept.length() <= 80 ? kept : kept.substring(0, 80);
        return stem.isBlank() || stem.startsWith(".") ? "network" + stem : stem;
    }
}
