package dev.toeplitz.reports.terminal;

import dev.toeplitz.reports.model.Report;
import dev.toeplitz.reports.model.Report.Coded;
import dev.toeplitz.reports.model.Report.CodedSums;
import java.util.Locale;

/** What coded tensors take in DRAM: a line for all, and one for each with its ratio. */
final class CodedLines {
    private static final String LINE = "      %-36s %-7s %8s %9s %9s %9s %7s%n";

    private CodedLines() {}

    /** Payload and index of all weights and all maps; nothing where none is coded. */
    static String sums(Report report) {
        CodedSums sums = report.coded();
        if (sums == null) {
            return "";
        }
        return sum("weights", sums.weightDenseBytes(), sums.weightPayloadBytes(), sums.weightIndexBytes())
                + sum("maps", sums.mapDenseBytes(), sums.mapPayloadBytes(), sums.mapIndexBytes());
    }

    private static String sum(String what, long dense, long payload, long index) {
        return dense == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "  coded %s: %s and %s of index for %s in DRAM, %.2f×%n",
                        what,
                        Units.bytes(payload),
                        Units.bytes(index),
                        Units.bytes(dense),
                        dense / (double) (payload + index));
    }

    /** A line for each tensor, in the order of the layers. */
    static String tensors(Report report) {
        if (report.coded() == null) {
            return "";
        }
        StringBuilder text = new StringBuilder("\n")
                .append(LINE.formatted("coded tensor", "", "density", "as it is", "payload", "index", "ratio"));
        report.layers().forEach(row -> row.coded().forEach(coded -> text.append(line(coded))));
        return text.toString();
    }

    private static String line(Coded coded) {
        return LINE.formatted(
                Clean.text(coded.tensor(), 36),
                coded.kind(),
                Units.percent(coded.density()),
                Units.bytes(coded.denseBytes()),
                Units.bytes(coded.payloadBytes()),
                Units.bytes(coded.indexBytes()),
                String.format(Locale.ROOT, "%.2f×", coded.ratio()));
    }
}
