package dev.toeplitz.reports.csv;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.toeplitz.reports.model.Report;
import dev.toeplitz.reports.model.Report.Row;
import dev.toeplitz.reports.terminal.Clean;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One line a layer, units in the header. Stalls and DRAM streams have a column each, also where they are 0, so that files
 * of different networks have the same columns.
 */
public final class CsvReport {
    private static final List<String> HEADER = List.of(
            "network",
            "accelerator",
            "index",
            "layer",
            "nodes",
            "operators",
            "output",
            "engine",
            "limit",
            "macs",
            "vector_operations",
            "parameters",
            "parameter_bytes",
            "activation_bytes",
            "receptive_field",
            "cycles",
            "seconds",
            "busy_cycles",
            "stall_first_tile_cycles",
            "stall_last_tile_cycles",
            "stall_input_bandwidth_cycles",
            "stall_weight_bandwidth_cycles",
            "stall_output_bandwidth_cycles",
            "stall_im2col_cycles",
            "stall_buffer_port_cycles",
            "stall_buffer_banks_cycles",
            "stall_vector_unit_cycles",
            "utilization",
            "mapping_efficiency",
            "folds",
            "dram_bytes",
            "dram_input_read_bytes",
            "dram_weight_read_bytes",
            "dram_epilogue_read_bytes",
            "dram_partial_sum_read_bytes",
            "dram_im2col_read_bytes",
            "dram_im2col_write_bytes",
            "dram_partial_sum_write_bytes",
            "dram_output_write_bytes",
            "energy_picojoules",
            "energy_by_level_picojoules",
            "operations_per_byte",
            "roofline_share",
            "coded_tensor_ratios");
    private static final List<String> STALLS = List.of(
            "first tile",
            "last tile",
            "input bandwidth",
            "weight bandwidth",
            "output bandwidth",
            "im2col",
            "buffer port",
            "buffer banks",
            "vector unit");
    private static final List<String> STREAMS = List.of(
            "input read",
            "weight read",
            "epilogue read",
            "partial sum read",
            "im2col read",
            "im2col write",
            "partial sum write",
            "output write");

    private CsvReport() {}

    public static String write(Report report) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().build(text)) {
            csv.writeRecord(HEADER);
            for (Row row : report.layers()) {
                csv.writeRecord(fields(report, row));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static List<String> fields(Report report, Row row) {
        List<Object> fields = new ArrayList<>();
        fields.addAll(List.of(
                text(report.network().name()),
                text(report.accelerator().name()),
                row.index(),
                text(row.name()),
                text(String.join(" ", row.nodes())),
                text(row.operators()),
                row.output(),
                row.engine(),
                row.advice().limit(),
                row.macs(),
                row.vectorOperations(),
                row.parameters(),
                row.parameterBytes(),
                row.activationBytes(),
                row.receptiveField(),
                row.cycles(),
                row.seconds(),
                row.busyCycles()));
        fields.addAll(each(STALLS, row.stallCycles()));
        fields.addAll(List.of(row.utilization(), row.mappingEfficiency(), row.folds(), row.dramBytes()));
        fields.addAll(each(STREAMS, row.dramBytesByStream()));
        fields.add(row.energyPicojoules());
        fields.add(levels(row.energyPicojoulesByLevel()));
        fields.add(row.operationsPerByte() == null ? "" : row.operationsPerByte());
        fields.add(row.rooflineShare());
        fields.add(ratios(row));
        return fields.stream().map(String::valueOf).toList();
    }

    private static List<Long> each(List<String> names, Map<String, Long> figures) {
        return names.stream().map(name -> figures.getOrDefault(name, 0L)).collect(Collectors.toList());
    }

    /** Levels differ from machine to machine, so they share a column: {@code MAC=1.5; DRAM=12.0}. */
    private static String levels(Map<String, Double> byLevel) {
        return text(byLevel.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining("; ")));
    }

    /** Tensors that lie coded in DRAM, with dense bytes for each byte: {@code conv1.weight=2.1; conv1=1.4}. */
    private static String ratios(Row row) {
        return text(row.coded().stream()
                .map(each -> each.tensor() + "=" + each.ratio())
                .collect(Collectors.joining("; ")));
    }

    /**
     * Without control characters, for files are also looked at in terminals. A spreadsheet takes a text that begins with a
     * sign for a formula; a leading quote keeps it text.
     */
    public static String text(String name) {
        String clean = Clean.text(name, name.length() + 1);
        boolean formula = !clean.isEmpty() && "=+-@".indexOf(clean.charAt(0)) >= 0;
        return formula ? "'" + clean : clean;
    }
}
