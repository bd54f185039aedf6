package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Scalar.Arg;
import dev.toeplitz.graph.step.Scalar.Binary;
import dev.toeplitz.graph.step.Scalar.Const;
import dev.toeplitz.graph.step.Scalar.Index;
import dev.toeplitz.graph.step.Scalar.Select;
import dev.toeplitz.graph.step.Scalar.Table;
import dev.toeplitz.graph.step.Scalar.Unary;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.terms.LoopDim;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/** What is left to do with a vector of a result before it is stored. */
record Epilogue(Task task, Optional<Pointwise> step) {
    static Epilogue of(Task task) {
        return new Epilogue(task, task.epilogue());
    }

    /** Whether it asks where its element stands. */
    boolean readsIndex() {
        return step.isPresent() && readsIndex(step.get().f());
    }

    static boolean readsIndex(Scalar f) {
        return switch (f) {
            case Index _, Table _ -> true;
            case Arg _, Const _ -> false;
            case Unary(var _, Scalar x) -> readsIndex(x);
            case Binary(var _, Scalar x, Scalar y) -> readsIndex(x) || readsIndex(y);
            case Select(Scalar condition, Scalar then, Scalar otherwise) ->
                readsIndex(condition) || readsIndex(then) || readsIndex(otherwise);
        };
    }

    /** Addresses of what it reads beside the result, by the result's axes; empty where one cannot be said. */
    Optional<List<Access>> others() {
        List<Access> others = new ArrayList<>();
        Loops axes = task.axes();
        for (View view : task.others()) {
            Optional<Access> access = Access.of(view, task.layout(view.operand()), axes);
            if (access.isEmpty()) {
                return Optional.empty();
            }
            others.add(access.get());
        }
        return Optional.of(others);
    }

    /**
     * The value to be stored.
     *
     * @param made the vector that the step made
     * @param others vectors of what is read beside it, in order
     */
    String value(String made, List<String> others, ScalarPrinterOf printers, StringBuilder statements) {
        if (step.isEmpty()) {
            return made;
        }
        List<String> operands = new ArrayList<>();
        int next = 0;
        for (View view : step.get().operands()) {
            operands.add(view.operand() == task.made() ? made : others.get(next++));
        }
        ScalarPrinter printer = printers.of(operands, task.integers(step.get()));
        String value = printer.print(step.get().f());
        statements.append(printer.statements());
        return value;
    }

    /** Makes a printer for operands' names. */
    interface ScalarPrinterOf {
        ScalarPrinter of(List<String> operands, IntPredicate integers);
    }

    /** A printer on vectors along a loop. */
    static ScalarPrinterOf printing(Vector vector, LoopDim along, Tables tables) {
        return (operands, integers) -> new ScalarPrinter(vector, Optional.of(along), operands, integers, tables);
    }
}
