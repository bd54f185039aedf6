package dev.toeplitz.runtime.plan;

import dev.toeplitz.terms.DataType;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One kernel to be run.
 *
 * @param source OpenCL C with {@link Tables#KERNEL} where the kernel's name stands
 * @param arguments what is bound to its buffers in order, the written one last
 * @param workItems how many it has
 * @param groupItems how many of them are a work-group, a divisor of those; 0 leaves it to the driver
 */
record Launch(String source, List<Argument> arguments, long workItems, int groupItems) {
    Launch {
        arguments = List.copyOf(arguments);
    }

    /** @param alone whether each work-item is a work-group of its own; if not, the driver chooses */
    Launch(String source, List<Argument> arguments, long workItems, boolean alone) {
        this(source, arguments, workItems, alone ? 1 : 0);
    }

    /** What a kernel reads or writes, by its number in the stage's definition. */
    sealed interface Argument {
        int value();

        record Plain(int value) implements Argument {}

        /** A constant, brought into another order beforehand. */
        record Packed(int value, WeightOrder packing) implements Argument {}

        /**
         * Memory that a step's launches pass numbers on through, and nobody else.
         *
         * @param value of the step that needs it
         * @param number which of the step's
         * @param type INT16, or the precision that all other numbers are stored in
         */
        record Scratch(int value, int number, long elements, DataType type) implements Argument {}
    }

    /** The kernel's parameters before the written one, which are read and named by their number. */
    static String parameters(List<Argument> arguments, Task task) {
        return IntStream.range(0, arguments.size() - 1)
                .mapToObj(i -> "__global const %s *restrict in%d,".formatted(word(arguments.get(i), task), i))
                .collect(Collectors.joining(" "));
    }

    private static String word(Argument argument, Task task) {
        return Held.word(
                switch (argument) {
                    case Argument.Plain(int value) -> task.type(value);
                    case Argument.Packed(int value, WeightOrder packing) -> packing.held(task.type(value));
                    case Argument.Scratch scratch -> scratch.type();
                });
    }

    static Argument plain(int value) {
        return new Argument.Plain(value);
    }
}
