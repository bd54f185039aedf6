package dev.toeplitz.hw.yaml;

import dev.toeplitz.hw.Bursts;
import dev.toeplitz.hw.Dataflow;
import dev.toeplitz.hw.Interconnect;
import dev.toeplitz.hw.PeArray;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.LoopSet;
import dev.toeplitz.terms.MatrixAxis;
import dev.toeplitz.terms.Operand;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads {@code pe_array}: the grid, and its dataflow by name or by the loops that lie on it. */
final class ArrayReader {
    private ArrayReader() {}

    static PeArray read(Section section) {
        section.refuseFormer("loops", "`dataflow`");
        int rows = section.integer("rows");
        int cols = section.integer("cols");
        Dataflow dataflow = dataflow(section);
        int macs = section.integer("macs_per_pe", 1, "one multiplier a PE");
        boolean shadow = section.truth("shadow_registers", false, "as SCALE-Sim: every fold pays its own preload");
        PeArray array = section.checked(() -> new PeArray(rows, cols, macs, dataflow, shadow));
        section.close();
        return array;
    }

    private static Dataflow dataflow(Section section) {
        if (section.nests("dataflow")) {
            return loops(section.section("dataflow"));
        }
        String name = section.text("dataflow");
        return section.checked("dataflow", () -> named(name));
    }

    private static Dataflow named(String name) {
        return Dataflow.NAMED.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> InputException.unknown(
                        "dataflow",
                        name,
                        Dataflow.NAMED.stream().map(Dataflow::name).toList()));
    }

    private static Dataflow loops(Section section) {
        List<LoopSet> rows = sets(section, "rows");
        List<LoopSet> cols = sets(section, "cols");
        String name = section.text("name", words(rows) + " x " + words(cols), "the loops on rows and columns");
        Operand stationary = section.word("stationary", Operand.class, "operand");
        Interconnect interconnect = interconnect(section);
        List<LoopSet> unsplit = section.has("unsplit") ? sets(section, "unsplit") : List.of();
        Optional<Bursts> bursts =
                section.has("bursts") ? Optional.of(bursts(section.section("bursts"))) : Optional.empty();
        Optional<LoopDim> within =
                section.has("within") ? Optional.of(section.word("within", LoopDim.class, "loop")) : Optional.empty();
        OptionalInt most =
                section.has("most_cycles") ? OptionalInt.of(section.integer("most_cycles")) : OptionalInt.empty();
        Dataflow dataflow = section.checked(
                () -> new Dataflow(name, rows, cols, stationary, interconnect, unsplit, bursts, within, most));
        section.close();
        return dataflow;
    }

    private static Bursts bursts(Section section) {
        int steps = section.integer("steps");
        int least = section.integer("least_cycles", 1, "a burst takes as many cycles as it has steps");
        int issue = section.integer("issue_cycles", 0, "commands are never waited for");
        Bursts bursts = section.checked(() -> new Bursts(steps, least, issue));
        section.close();
        return bursts;
    }

    private static List<LoopSet> sets(Section section, String side) {
        return section.words(side).stream()
                .map(word -> section.checked(side, () -> set(word)))
                .toList();
    }

    static LoopSet set(String word) {
        List<LoopSet> all = Stream.<LoopSet>concat(Stream.of(MatrixAxis.values()), Stream.of(LoopDim.values()))
                .toList();
        return all.stream()
                .filter(each -> word(each).equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> InputException.unknown(
                        "loop", word, all.stream().map(ArrayReader::word).toList()));
    }

    private static String words(List<LoopSet> sets) {
        return sets.stream().map(ArrayReader::word).collect(Collectors.joining(" "));
    }

    private static String word(LoopSet set) {
        return switch (set) {
            case MatrixAxis axis -> axis.name();
            case LoopDim loop -> loop.name().toLowerCase(Locale.ROOT);
        };
    }

    private static Interconnect interconnect(Section section) {
        String kind = section.text("interconnect", "systolic", "the commonest");
        return switch (kind) {
            case "systolic" -> new Interconnect.Systolic();
            case "broadcast" -> broadcast(section);
            default ->
                section.checked("interconnect", () -> {
                    throw InputException.unknown("interconnect", kind, List.of("systolic", "broadcast"));
                });
        };
    }

    private static Interconnect broadcast(Section section) {
        int cycles = section.integer("pipeline_cycles", 0, "the pipeline never runs empty");
        return section.checked(() -> new Interconnect.Broadcast(cycles));
    }
}
