package dev.toeplitz.hw.yaml;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Accumulators;
import dev.toeplitz.hw.Banks;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.hw.Compression;
import dev.toeplitz.hw.Dma;
import dev.toeplitz.hw.Dram;
import dev.toeplitz.hw.Im2col;
import dev.toeplitz.hw.Layout;
import dev.toeplitz.hw.Loading;
import dev.toeplitz.hw.Lowering;
import dev.toeplitz.hw.PeArray;
import dev.toeplitz.hw.Precision;
import dev.toeplitz.hw.Requests;
import dev.toeplitz.hw.VectorUnit;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.LoopSet;
import dev.toeplitz.terms.Operand;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads one description of an accelerator. What may be left out, and what is then taken and why, stands here. */
final class AcceleratorReader {
    private AcceleratorReader() {}

    /**
     * @param file how messages call the text
     */
    static Description read(String file, String text) {
        return read(file, Text.compose(file, text));
    }

    static Description read(String file, Node root) {
        List<Entry> entries = new ArrayList<>();
        Section top = new Section(file, "", root, entries);
        Map<String, String> sources = top.sectionOrDefaults("sources").texts();
        Accelerator accelerator = accelerator(top, baseName(file));
        top.close();
        return new Description(accelerator, entries, sources);
    }

    /** {@code mine} of {@code machines/mine.yaml}. */
    private static String baseName(String file) {
        return file.substring(file.lastIndexOf('/') + 1).replaceFirst("\\.ya?ml$", "");
    }

    private static Accelerator accelerator(Section top, String file) {
        String name = top.text("name", file, "the file's name");
        String title = top.text("title", name, "the name");
        double clock = top.decimal("clock_mhz", 1000, "at 1 GHz a cycle is a nanosecond");
        Precision precision = precision(top.sectionOrDefaults("precision"));
        PeArray array = ArrayReader.read(top.section("pe_array"));
        List<Buffer> buffers =
                top.sections("buffers").stream().map(AcceleratorReader::buffer).toList();
        long sums = top.size("accumulators", 0, "0", "partial sums live in the output's buffer");
        Accumulators accumulators = top.checked(() -> new Accumulators(sums));
        Section memory = top.section("dram");
        Layout layout = memory.word("layout", Layout.class, "layout", Layout.NCHW, "as networks are written");
        Dram dram = dram(memory);
        Dma dma = dma(top.sectionOrDefaults("dma"));
        VectorUnit vector = vectorUnit(top.sectionOrDefaults("vector_unit"), array);
        Im2col im2col =
                top.word("im2col", Im2col.class, "im2col", Im2col.IMPLICIT, "the least traffic, and so a lower bound");
        Lowering lowering = new Lowering(im2col, layout);
        int cores = top.integer("cores", 1, "one array");
        boolean fuses = top.truth("fuses_layers", false, "layers run one by one");
        Compression compression = CompressionReader.read(top);
        return top.checked(() -> new Accelerator(
                name,
                title,
                clock,
                precision,
                array,
                buffers,
                accumulators,
                dram,
                dma,
                vector,
                lowering,
                cores,
                fuses,
                compression));
    }

    private static Precision precision(Section section) {
        DataType input = type(section, "input", DataType.INT8, "8-bit inference");
        DataType weight = type(section, "weight", input, "as input");
        DataType accumulator = type(section, "accumulator", sum(input), "the input's kind, in at least 32 bits");
        DataType output = type(section, "output", input, "as input");
        section.close();
        return new Precision(input, weight, accumulator, output);
    }

    private static DataType sum(DataType input) {
        DataType usual = input.isFloat() ? DataType.FLOAT32 : DataType.INT32;
        return input.bits() > usual.bits() ? input : usual;
    }

    private static DataType type(Section section, String key, DataType otherwise, String why) {
        return section.word(key, DataType.class, "data type", otherwise, why);
    }

    private static Buffer buffer(Section section) {
        String name = section.text("name");
        Set<Operand> holds = EnumSet.noneOf(Operand.class);
        section.words("holds")
                .forEach(word ->
                        holds.add(section.checked("holds", () -> Section.constant(word, Operand.class, "operand"))));
        long bytes = section.size("bytes");
        boolean doubled = section.truth("double_buffered", true, "as nearly every design");
        long port = section.size("bytes_per_cycle", Buffer.UNLIMITED, "unlimited", "ports as wide as the array needs");
        boolean keeps = section.truth("keeps_activations", false, "every layer's output returns to DRAM");
        Optional<Banks> banks =
                section.has("banks") ? Optional.of(banks(section.section("banks"), port)) : Optional.empty();
        Buffer buffer = section.checked(() -> new Buffer(name, holds, bytes, doubled, port, keeps, banks));
        section.close();
        return buffer;
    }

    /**
     * @param port bytes a cycle towards the array
     */
    private static Banks banks(Section section, long port) {
        int count = section.integer("count");
        int ports = section.integer("ports", 1, "a word is read or written, not both at once");
        long even = Math.ceilDiv(port, Math.max(1L, count));
        long word = port == Buffer.UNLIMITED
                ? section.size("bytes")
                : section.size("bytes", even, String.valueOf(even), "the port towards the array over all banks");
        Banks banks = section.checked(() -> new Banks(count, ports, word));
        section.close();
        return banks;
    }

    private static Dram dram(Section section) {
        double rate = section.decimal("gigabytes_per_second");
        double efficiency = section.decimal("efficiency", 1, "the peak is reached");
        String standard = section.text("standard", "", "not needed for bandwidth alone");
        Dram dram = section.checked(() -> new Dram(rate, efficiency, standard));
        section.close();
        return dram;
    }

    private static Dma dma(Section section) {
        int setup = section.integer("setup_cycles", 0, "transfers are requested ahead");
        long port = section.size("bytes_per_cycle", Buffer.UNLIMITED, "unlimited", "DRAM alone limits");
        Optional<Requests> requests =
                section.has("requests") ? Optional.of(requests(section.section("requests"))) : Optional.empty();
        Map<Operand, Long> waitedFor = section.has("waited_for") ? waitedFor(section.section("waited_for")) : Map.of();
        Map<Operand, Loading> loads = section.has("loads") ? loads(section.section("loads")) : Map.of();
        Dma dma = section.checked(() -> new Dma(setup, port, requests, waitedFor, loads));
        section.close();
        return dma;
    }

    private static Map<Operand, Long> waitedFor(Section section) {
        Map<Operand, Long> waitedFor = new EnumMap<>(Operand.class);
        for (Operand operand : Operand.values()) {
            String key = operand.name().toLowerCase(Locale.ROOT);
            if (section.has(key)) {
                waitedFor.put(operand, section.size(key));
            }
        }
        section.close();
        return waitedFor;
    }

    private static Map<Operand, Loading> loads(Section section) {
        Map<Operand, Loading> loads = new EnumMap<>(Operand.class);
        for (Operand operand : Operand.values()) {
            String key = operand.name().toLowerCase(Locale.ROOT);
            if (section.has(key)) {
                loads.put(operand, loading(section.section(key)));
            }
        }
        section.close();
        return loads;
    }

    private static Loading loading(Section section) {
        Map<LoopSet, Integer> each = section.has("each") ? steps(section.section("each")) : Map.of();
        boolean unlessWhole =
                each.isEmpty() || section.truth("unless_whole", true, "what fits its buffer is loaded once");
        boolean ahead = section.truth("ahead", true, "loads pass while the array works");
        Loading loading = section.checked(() -> new Loading(each, unlessWhole, ahead));
        section.close();
        return loading;
    }

    private static Map<LoopSet, Integer> steps(Section section) {
        Map<LoopSet, Integer> steps = new HashMap<>();
        for (String loop : section.keys()) {
            int count = section.text(loop).equals("array") ? Loading.ARRAY : section.integer(loop);
            steps.put(section.checked(loop, () -> ArrayReader.set(loop)), count);
        }
        section.close();
        return steps;
    }

    private static Requests requests(Section section) {
        int bytes = section.integer("bytes");
        int cycles = section.integer("cycles");
        long cache = section.size("cache", 0, "0", "every request goes to DRAM at the same pace");
        int miss = section.integer("miss_cycles", cycles, "as with the cache");
        Requests requests = section.checked(() -> new Requests(bytes, cycles, cache, miss));
        section.close();
        return requests;
    }

    private static VectorUnit vectorUnit(Section section, PeArray array) {
        int lanes = section.integer("lanes", array.cols(), "one lane for each column of the array");
        int divide = section.integer("divide_cycles", 8, "an iterative unit");
        int exponential = section.integer("exponential_cycles", 16, "an iterative unit");
        boolean fuses = section.truth("fuses_epilogues", true, "results pass the unit on their way to the buffer");
        boolean residuals = section.truth("fuses_residuals", true, "as other epilogues");
        boolean depthwise = section.truth("depthwise", false, "all convolutions run on the array");
        VectorUnit.Duties duties = new VectorUnit.Duties(fuses, residuals, depthwise);
        VectorUnit unit = section.checked(() -> new VectorUnit(lanes, divide, exponential, duties));
        section.close();
        return unit;
    }
}
