package dev.toeplitz.sim.analytic;

import dev.toeplitz.graph.work.Layer;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.terms.Operand;

/**
 * Bytes that the array and the vector unit take from the operands' buffers and put there, beside what DMA engines do.
 * What element-wise followers read lies in the output's buffer; element-wise layers take their operands from the input's.
 *
 * @param input between the input's buffer and the array; likewise {@code weight} and {@code output}
 * @param vectorInput between the input's buffer and the vector unit; likewise {@code vectorOutput}
 */
public record BufferBytes(long input, long weight, long output, long vectorInput, long vectorOutput) {
    static final BufferBytes NONE = new BufferBytes(0, 0, 0, 0, 0);

    /** Of a contraction. */
    static BufferBytes of(Choice choice, Accelerator accelerator, long vectorOutput) {
        Ports ports = new Ports(accelerator);
        return new BufferBytes(
                ports.bytes(Operand.INPUT, choice),
                ports.bytes(Operand.WEIGHT, choice),
                ports.bytes(Operand.OUTPUT, choice),
                0,
                vectorOutput);
    }

    /** Of a layer on the vector unit: all that it reads, once, and all that it makes. */
    static BufferBytes ofVectors(Layer layer, Accelerator accelerator) {
        long read = 0;
        for (Layer.Read each : layer.reads()) {
            read = Math.addExact(read, bytes(each, accelerator));
        }
        return new BufferBytes(0, 0, 0, read, resultBytes(layer, accelerator));
    }

    static long bytes(Layer.Read read, Accelerator accelerator) {
        long elements = read.value().type().elements();
        return read.constant()
                ? accelerator.precision().weight().bytes(elements)
                : accelerator.precision().input().bytes(elements);
    }

    static long resultBytes(Layer layer, Accelerator accelerator) {
        return layer.outputs().stream()
                .mapToLong(each ->
                        accelerator.precision().output().bytes(each.type().elements()))
                .reduce(0, Math::addExact);
    }

    BufferBytes plus(BufferBytes other) {
        return new BufferBytes(
                input + other.input,
                weight + other.weight,
                output + other.output,
                vectorInput + other.vectorInput,
                vectorOutput + other.vectorOutput);
    }

    /** The part of it that goes with some rows of all; rounded up. */
    BufferBytes share(long rows, long allRows) {
        return new BufferBytes(
                Math.ceilDiv(Math.multiplyExact(input, rows), allRows),
                Math.ceilDiv(Math.multiplyExact(weight, rows), allRows),
                Math.ceilDiv(Math.multiplyExact(output, rows), allRows),
                Math.ceilDiv(Math.multiplyExact(vectorInput, rows), allRows),
                Math.ceilDiv(Math.multiplyExact(vectorOutput, rows), allRows));
    }

    /** Between an operand's buffer and the array. */
    public long array(Operand operand) {
        return switch (operand) {
            case INPUT -> input;
            case WEIGHT -> weight;
            case OUTPUT -> output;
        };
    }

    /** Between an operand's buffer and the vector unit. */
    public long vector(Operand operand) {
        return switch (operand) {
            case INPUT -> vectorInput;
            case WEIGHT -> 0;
            case OUTPUT -> vectorOutput;
        };
    }
}
