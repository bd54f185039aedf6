package dev.toeplitz.sim.analytic;

import dev.toeplitz.sim.coding.Stored;
import dev.toeplitz.sim.cost.Stream;
import dev.toeplitz.sim.cost.Traffic;
import dev.toeplitz.terms.Operand;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * How the operands of a contraction lie in DRAM. A tile takes its share of the whole tensor; partial sums and the Toeplitz matrix
 * are never coded.
 */
record CodedOperands(Optional<Stored> input, Optional<Stored> weight, Optional<Stored> output) {
    static final CodedOperands NONE = new CodedOperands(Optional.empty(), Optional.empty(), Optional.empty());

    /** Bytes in DRAM of so many of an operand on the chip. */
    long of(Operand operand, long bytes) {
        return stored(operand).map(each -> each.of(bytes)).orElse(bytes);
    }

    private Optional<Stored> stored(Operand operand) {
        return switch (operand) {
            case INPUT -> input;
            case WEIGHT -> weight;
            case OUTPUT -> output;
        };
    }

    /** What crosses the DRAM interface for what the buffers see. */
    Traffic of(Traffic uncoded, LayerReads reads) {
        if (equals(NONE) && reads.storedBytes() == reads.epilogueBytes()) {
            return uncoded;
        }
        boolean explicit = uncoded.bytes(Stream.IM2COL_WRITE) > 0;
        Map<Stream, Long> bytes = new EnumMap<>(Stream.class);
        uncoded.bytes()
                .forEach((stream, amount) -> bytes.put(
                        stream,
                        switch (stream) {
                            case INPUT_READ -> explicit ? amount : of(Operand.INPUT, amount);
                            case IM2COL_READ -> of(Operand.INPUT, amount);
                            case WEIGHT_READ -> of(Operand.WEIGHT, amount);
                            case OUTPUT_WRITE -> of(Operand.OUTPUT, amount);
                            case EPILOGUE_READ -> reads.storedBytes();
                            case IM2COL_WRITE, PARTIAL_SUM_READ, PARTIAL_SUM_WRITE -> amount;
                        }));
        return new Traffic(bytes);
    }

    /** Neighbouring bytes of a tile of an operand: coded, they shrink alike. */
    Run of(Operand operand, Run run) {
        return stored(operand).isEmpty()
                ? run
                : new Run(Math.max(1, of(operand, run.bytes())), Math.max(1, of(operand, run.strideBytes())));
    }
}
