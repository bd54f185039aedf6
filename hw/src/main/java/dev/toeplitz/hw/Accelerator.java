package dev.toeplitz.hw;

import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.Operand;
import dev.toeplitz.terms.Require;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A matrix-engine accelerator: a PE array fed from on-chip buffers, which are filled from DRAM, and a vector unit for
 * everything that is no matrix product. Each operand is held by exactly one buffer.
 *
 * @param cores arrays, each with its own buffers, DMA and vector unit as described, that share the one DRAM
 * @param fusesLayers whether layers in a row may run as one, strip of rows by strip of rows
 * @param compression how tensors lie in DRAM of which is known how many elements are zero
 * @param clockMegahertz the array's clock; every bandwidth below is turned into bytes per cycle of it
 */
public record Accelerator(
        String name,
        String title,
        double clockMegahertz,
        Precision precision,
        PeArray peArray,
        List<Buffer> buffers,
        Accumulators accumulators,
        Dram dram,
        Dma dma,
        VectorUnit vectorUnit,
        Lowering lowering,
        int cores,
        boolean fusesLayers,
        Compression compression) {
    /** Of cores; more would wait for one DRAM. */
    private static final int MOST_CORES = 256;

    public Accelerator {
        Require.that(!name.isBlank(), "name is blank", "a name", "give the accelerator a name");
        Require.positive("clock_mhz", clockMegahertz);
        if (cores < 1 || cores > MOST_CORES) {
            throw new InputException(
                    "%d cores".formatted(cores), "1 to %d".formatted(MOST_CORES), "give another number");
        }
        Require.that(
                cores == 1 || !fusesLayers,
                "%d cores with fuses_layers".formatted(cores),
                "one core: strips of a chain are not shared among several",
                "set cores to 1, or fuses_layers to false");
        buffers = List.copyOf(buffers);
        for (Operand operand : Operand.values()) {
            requireOneBuffer(buffers, operand);
        }
        requireOwnNames(buffers);
    }

    /** With one core that runs layer by layer, and tensors that lie as they are. */
    public Accelerator(
            String name,
            String title,
            double clockMegahertz,
            Precision precision,
            PeArray peArray,
            List<Buffer> buffers,
            Accumulators accumulators,
            Dram dram,
            Dma dma,
            VectorUnit vectorUnit,
            Lowering lowering) {
        this(
                name,
                title,
                clockMegahertz,
                precision,
                peArray,
                buffers,
                accumulators,
                dram,
                dma,
                vectorUnit,
                lowering,
                1,
                false,
                Compression.NONE);
    }

    /** Energy and errors go by a buffer's name. */
    private static void requireOwnNames(List<Buffer> buffers) {
        Set<String> names = new HashSet<>();
        for (Buffer buffer : buffers) {
            Require.that(
                    names.add(buffer.name()),
                    "two buffers are called '%s'".formatted(buffer.name()),
                    "a name of its own for each",
                    "rename one");
        }
    }

    private static void requireOneBuffer(List<Buffer> buffers, Operand operand) {
        List<String> holders = buffers.stream()
                .filter(buffer -> buffer.holds().contains(operand))
                .map(Buffer::name)
                .toList();
        if (holders.size() != 1) {
            String word = operand.name().toLowerCase(Locale.ROOT);
            throw new InputException(
                    holders.isEmpty()
                            ? "buffers do not hold the %s".formatted(word)
                            : "buffers %s all hold the %s".formatted(String.join(", ", holders), word),
                    "exactly one",
                    "name '%s' under `holds` of one buffer".formatted(word));
        }
    }

    /** The buffer that holds an operand. */
    public Buffer buffer(Operand operand) {
        return buffers.stream()
                .filter(buffer -> buffer.holds().contains(operand))
                .findFirst()
                .orElseThrow();
    }

    /** Multiply-accumulates of all cores in a cycle at most. */
    public long macsPerCycle() {
        return cores * peArray.macsPerCycle();
    }

    /** Multiply-accumulates a second at most. */
    public double peakMacsPerSecond() {
        return macsPerCycle() * clockMegahertz * 1e6;
    }

    /** DRAM bytes that arrive in one cycle of the array: what DRAM or the ports towards it carry, less the gaps of long transfers. */
    public double dramBytesPerCycle() {
        return Math.min(memoryBytesPerCycle(), dram.efficiency() * dma.bytesPerCycle());
    }

    /** Bytes that DRAM alone gives in one cycle of the array. */
    public double memoryBytesPerCycle() {
        return dram.bytesPerSecond() / (clockMegahertz * 1e6);
    }

    /** The arithmetic intensity, MACs per DRAM byte, above which the array and not DRAM is the limit. */
    public double balanceMacsPerByte() {
        return macsPerCycle() / dramBytesPerCycle();
    }

    public double seconds(long cycles) {
        return cycles / (clockMegahertz * 1e6);
    }

    /** The cycles nearest to a time, and so the inverse of {@link #seconds}. */
    public long cycles(double seconds) {
        return Math.round(seconds * clockMegahertz * 1e6);
    }

    /** Bytes of all buffers and accumulators on the chip, of all cores. */
    public long onChipBytes() {
        long each = buffers.stream().mapToLong(Buffer::bytes).reduce(accumulators.bytes(), Math::addExact);
        return Math.multiplyExact(cores, each);
    }

    public Accelerator with(PeArray other) {
        return changed(parts -> parts.peArray = other);
    }

    public Accelerator with(Dram other) {
        return changed(parts -> parts.dram = other);
    }

    public Accelerator with(VectorUnit other) {
        return changed(parts -> parts.vectorUnit = other);
    }

    public Accelerator with(List<Buffer> otherBuffers, Accumulators otherAccumulators) {
        return changed(parts -> {
            parts.buffers = otherBuffers;
            parts.accumulators = otherAccumulators;
        });
    }

    /** The same with so many cores. */
    public Accelerator withCores(int other) {
        return changed(parts -> parts.cores = other);
    }

    /** The same where layers in a row may run as one, or not. */
    public Accelerator withFusion(boolean other) {
        return changed(parts -> parts.fusesLayers = other);
    }

    /** The same at so many megahertz. */
    public Accelerator withClock(double other) {
        return changed(parts -> parts.clockMegahertz = other);
    }

    public Accelerator with(Dma other) {
        return changed(parts -> parts.dma = other);
    }

    public Accelerator with(Lowering other) {
        return changed(parts -> parts.lowering = other);
    }

    public Accelerator with(Im2col other) {
        return with(lowering.with(other));
    }

    /** Where the Toeplitz matrix of a convolution exists. */
    public Im2col im2col() {
        return lowering.im2col();
    }

    private Accelerator changed(Consumer<Parts> change) {
        Parts parts = new Parts();
        change.accept(parts);
        return parts.together();
    }

    /** What may be changed of this accelerator, before it is put together and checked anew. */
    private final class Parts {
        private double clockMegahertz = Accelerator.this.clockMegahertz;
        private PeArray peArray = Accelerator.this.peArray;
        private List<Buffer> buffers = Accelerator.this.buffers;
        private Accumulators accumulators = Accelerator.this.accumulators;
        private Dram dram = Accelerator.this.dram;
        private Dma dma = Accelerator.this.dma;
        private VectorUnit vectorUnit = Accelerator.this.vectorUnit;
        private Lowering lowering = Accelerator.this.lowering;
        private int cores = Accelerator.this.cores;
        private boolean fusesLayers = Accelerator.this.fusesLayers;

        private Accelerator together() {
            return new Accelerator(
                    name,
                    title,
                    clockMegahertz,
                    precision,
                    peArray,
                    buffers,
                    accumulators,
                    dram,
                    dma,
                    vectorUnit,
                    lowering,
                    cores,
                    fusesLayers,
                    compression);
        }
    }
}
