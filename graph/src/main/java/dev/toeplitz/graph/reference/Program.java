package dev.toeplitz.graph.reference;

import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Scalar.Arg;
import dev.toeplitz.graph.step.Scalar.Binary;
import dev.toeplitz.graph.step.Scalar.BinaryOp;
import dev.toeplitz.graph.step.Scalar.Const;
import dev.toeplitz.graph.step.Scalar.Index;
import dev.toeplitz.graph.step.Scalar.Select;
import dev.toeplitz.graph.step.Scalar.Table;
import dev.toeplitz.graph.step.Scalar.Unary;
import dev.toeplitz.graph.step.Scalar.UnaryOp;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * An expression as a flat list of instructions, in the order of evaluation: instruction i fills slot i from earlier
 * slots, many elements at a time. A subexpression that is used twice is computed once.
 */
record Program(List<Instruction> instructions) {
    /** What one slot holds: the expression itself, and the slots of its operands. */
    record Instruction(Scalar f, int x, int y, int z) {}

    private static final int NONE = -1;

    static Program of(Scalar f) {
        Compiler compiler = new Compiler();
        compiler.slot(f);
        return new Program(List.copyOf(compiler.instructions));
    }

    int slots() {
        return instructions.size();
    }

    /** Whether it is the same at every place of the result, given the operands' elements. */
    boolean readsNoIndex() {
        return instructions.stream()
                .noneMatch(instruction -> instruction.f() instanceof Index || instruction.f() instanceof Table);
    }

    private static final class Compiler {
        private final List<Instruction> instructions = new ArrayList<>();
        private final Map<Scalar, Integer> slots = new IdentityHashMap<>();

        int slot(Scalar f) {
            Integer known = slots.get(f);
            if (known != null) {
                return known;
            }
            Instruction instruction = switch (f) {
                case Arg _, Const _, Index _, Table _ -> new Instruction(f, NONE, NONE, NONE);
                case Unary(UnaryOp _, Scalar x) -> new Instruction(f, slot(x), NONE, NONE);
                case Binary(BinaryOp _, Scalar x, Scalar y) -> new Instruction(f, slot(x), slot(y), NONE);
                case Select(Scalar condition, Scalar then, Scalar otherwise) ->
                    new Instruction(f, slot(condition), slot(then), slot(otherwise));
            };
            instructions.add(instruction);
            slots.put(f, instructions.size() - 1);
            return instructions.size() - 1;
        }
    }
}
