package dev.toeplitz.hw.yaml;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Accumulators;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.hw.Dataflow;
import dev.toeplitz.hw.Dma;
import dev.toeplitz.hw.Dram;
import dev.toeplitz.hw.Im2col;
import dev.toeplitz.hw.Interconnect;
import dev.toeplitz.hw.PeArray;
import dev.toeplitz.hw.Precision;
import dev.toeplitz.hw.VectorUnit;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.LoopSet;
import dev.toeplitz.terms.MatrixAxis;
import dev.toeplitz.terms.Operand;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads one description of an accelerator. What may be left out, and what is then taken, stands here. */
final class AcceleratorReader {
    private final List<Entry> entries = new ArrayList<>();

    private AcceleratorReader() {}

    /**
     * @param file how messages call the text
     */
    static Description read(String file, String text) {
        return new AcceleratorReader().accelerator(file, compose(file, text));
    }

    private static Node compose(String file, String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setAllowDuplicateKeys(true)
                .build();
        try {
            return new Compose(settings)
                    .composeString(text)
                    .orElseThrow(() -> new InputException(
                                    "the file is empty", "an accelerator", "see `toeplitz hw show tpu-v1`")
                            .at(file));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
            throw new InputException(e.getProblem(), "YAML", "correct the line", e).at(file + ":" + line);
        } catch (YamlEngineException e) {
            throw new InputException(e.getMessage(), "YAML", "check the file", e).at(file);
        }
    }

    private Description accelerator(String file, Node root) {
        Section top = new Section(file, "", root, entries);
        if (top.has("sources")) {
            top.section("sources").texts();
        }
        String name = top.text("name");
        String title = top.text("title", name);
        double clock = top.decimal("clock_mhz");
        Precision precision = precision(top);
        PeArray array = array(top.section("pe_array"));
        List<Buffer> buffers = buffers(top);
        long accumulators = top.size("accumulators", 0);
        Dram dram = dram(top.section("dram"));
        Dma dma = dma(top);
        VectorUnit vector = vectorUnit(top);
        Im2col im2col = top.word("im2col", Im2col.class, "im2col", Im2col.IMPLICIT);
        Accelerator accelerator = top.checked(() -> new Accelerator(
                name,
                title,
                clock,
                precision,
                array,
                buffers,
                new Accumulators(accumulators),
                dram,
                dma,
                vector,
                im2col));
        top.close();
        return new Description(
                accelerator,
                entries.stream()
                        .filter(entry -> !entry.path().startsWith("sources."))
                        .toList());
    }

    private static Precision precision(Section top) {
        if (!top.has("precision")) {
            return Precision.INT8;
        }
        Section section = top.section("precision");
        DataType input = section.word("input", DataType.class, "data type", DataType.INT8);
        Precision precision = new Precision(
                input,
                section.word("weight", DataType.class, "data type", input),
                section.word("accumulator", DataType.class, "data type", DataType.INT32),
                section.word("output", DataType.class, "data type", input));
        section.close();
        return precision;
    }

    private static PeArray array(Section section) {
        Dataflow dataflow = dataflow(section);
        int rows = section.integer("rows");
        int cols = section.integer("cols");
        int macs = section.integer("macs_per_pe", 1);
        boolean shadow = section.truth("shadow_registers", false);
        PeArray array = section.checked(() -> new PeArray(rows, cols, macs, dataflow, shadow));
        section.close();
        return array;
    }

    /** A known name, or rows, cols and stationary operand written out below {@code loops}. */
    private static Dataflow dataflow(Section section) {
        String name = section.text("dataflow");
        if (!section.has("loops")) {
            return section.checked("dataflow", () -> named(name));
        }
        Section loops = section.section("loops");
        List<LoopSet> rows = sets(loops, "rows");
        List<LoopSet> cols = sets(loops, "cols");
        Operand stationary = loops.word("stationary", Operand.class, "operand");
        Interconnect interconnect = interconnect(loops);
        Dataflow dataflow = loops.checked(() -> new Dataflow(name, rows, cols, stationary, interconnect));
        loops.close();
        return dataflow;
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

    private static List<LoopSet> sets(Section loops, String side) {
        return loops.words(side).stream()
                .map(word -> loops.checked(side, () -> set(word)))
                .toList();
    }

    private static LoopSet set(String word) {
        List<Enum<?>> all = Stream.<Enum<?>>concat(Stream.of(MatrixAxis.values()), Stream.of(LoopDim.values()))
                .toList();
        return (LoopSet) all.stream()
                .filter(each -> each.name().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> InputException.unknown(
                        "loop", word, all.stream().map(Enum::name).toList()));
    }

    private static Interconnect interconnect(Section loops) {
        String kind = loops.text("interconnect", "systolic");
        return switch (kind) {
            case "systolic" -> new Interconnect.Systolic();
            case "broadcast" -> new Interconnect.Broadcast(loops.integer("pipeline_cycles", 0));
            default ->
                loops.checked("interconnect", () -> {
                    throw InputException.unknown("interconnect", kind, List.of("systolic", "broadcast"));
                });
        };
    }

    private static List<Buffer> buffers(Section top) {
        return top.sections("buffers").stream().map(AcceleratorReader::buffer).toList();
    }

    private static Buffer buffer(Section section) {
        String name = section.text("name");
        Set<Operand> holds = EnumSet.noneOf(Operand.class);
        section.words("holds")
                .forEach(word ->
                        holds.add(section.checked("holds", () -> Section.constant(word, Operand.class, "operand"))));
        long bytes = section.size("bytes");
        boolean doubled = section.truth("double_buffered", true);
        long port = section.size("bytes_per_cycle", Long.MAX_VALUE / 4);
        boolean keeps = section.truth("keeps_activations", false);
        Buffer buffer = section.checked(() -> new Buffer(name, holds, bytes, doubled, port, keeps));
        section.close();
        return buffer;
    }

    private static Dram dram(Section section) {
        double rate = section.decimal("gigabytes_per_second");
        double efficiency = section.decimal("efficiency", 1);
        String standard = section.text("standard", "");
        Dram dram = section.checked(() -> new Dram(rate, efficiency, standard));
        section.close();
        return dram;
    }

    private static Dma dma(Section top) {
        if (!top.has("dma")) {
            return Dma.FREE;
        }
        Section section = top.section("dma");
        int setup = section.integer("setup_cycles");
        Dma dma = section.checked(() -> new Dma(setup));
        section.close();
        return dma;
    }

    private static VectorUnit vectorUnit(Section top) {
        Section section = top.section("vector_unit");
        int lanes = section.integer("lanes");
        int divide = section.integer("divide_cycles", 8);
        int exponential = section.integer("exponential_cycles", 16);
        boolean fuses = section.truth("fuses_epilogues", true);
        VectorUnit unit = section.checked(() -> new VectorUnit(lanes, divide, exponential, fuses));
        section.close();
        return unit;
    }
}
