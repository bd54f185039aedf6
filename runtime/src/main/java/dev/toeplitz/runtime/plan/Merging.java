package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Renumbering;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Scalar.Arg;
import dev.toeplitz.graph.step.Scalar.Binary;
import dev.toeplitz.graph.step.Scalar.Const;
import dev.toeplitz.graph.step.Scalar.Index;
import dev.toeplitz.graph.step.Scalar.Select;
import dev.toeplitz.graph.step.Scalar.Table;
import dev.toeplitz.graph.step.Scalar.Unary;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.View;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Element-wise steps in a row made one: a step's expression takes the place of what read it, where that was its only reader. */
final class Merging {
    private Merging() {}

    static Definition of(Definition definition) {
        Definition merged = definition;
        for (Optional<Definition> next = once(merged); next.isPresent(); next = once(merged)) {
            merged = next.get();
        }
        return merged;
    }

    private static Optional<Definition> once(Definition definition) {
        List<Step> steps = definition.steps();
        for (int i = 0; i < steps.size(); i++) {
            int value = definition.inputs() + i;
            if (steps.get(i) instanceof Pointwise first && !definition.outputs().contains(value)) {
                List<Integer> readers = readers(definition, value);
                if (readers.size() == 1
                        && steps.get(readers.getFirst()) instanceof Pointwise second
                        && fits(first, second, value)) {
                    return Optional.of(without(definition, i, readers.getFirst(), joined(first, second, value)));
                }
            }
        }
        return Optional.empty();
    }

    private static List<Integer> readers(Definition definition, int value) {
        List<Integer> readers = new ArrayList<>();
        for (int i = 0; i < definition.steps().size(); i++) {
            if (definition.steps().get(i).reads().stream().anyMatch(view -> view.operand() == value)) {
                readers.add(i);
            }
        }
        return readers;
    }

    private static boolean fits(Pointwise first, Pointwise second, int value) {
        return first.result().equals(second.result())
                && second.operands().stream()
                        .filter(view -> view.operand() == value)
                        .allMatch(view -> view.isAlignedWith(second.result()));
    }

    private static Pointwise joined(Pointwise first, Pointwise second, int value) {
        List<View> operands = new ArrayList<>();
        List<Scalar> replacements = new ArrayList<>();
        for (View view : second.operands()) {
            if (view.operand() == value) {
                replacements.add(null);
            } else {
                replacements.add(Scalar.arg(operands.size()));
                operands.add(view);
            }
        }
        List<Scalar> own = new ArrayList<>();
        for (View view : first.operands()) {
            own.add(Scalar.arg(operands.size()));
            operands.add(view);
        }
        Scalar inner = new Substitution(own).of(first.f());
        replacements.replaceAll(scalar -> scalar == null ? inner : scalar);
        return new Pointwise(second.result(), operands, new Substitution(replacements).of(second.f()));
    }

    /** Puts expressions in the place of operands. What was one object stays one, so that whoever prints it can tell. */
    private record Substitution(List<Scalar> arguments, Map<Scalar, Scalar> done) {
        Substitution(List<Scalar> arguments) {
            this(arguments, new IdentityHashMap<>());
        }

        Scalar of(Scalar f) {
            Scalar known = done.get(f);
            if (known == null) {
                known = replaced(f);
                done.put(f, known);
            }
            return known;
        }

        private Scalar replaced(Scalar f) {
            return switch (f) {
                case Arg(int operand) -> arguments.get(operand);
                case Const _, Index _, Table _ -> f;
                case Unary(var op, Scalar x) -> new Unary(op, of(x));
                case Binary(var op, Scalar x, Scalar y) -> new Binary(op, of(x), of(y));
                case Select(Scalar condition, Scalar then, Scalar otherwise) ->
                    new Select(of(condition), of(then), of(otherwise));
            };
        }
    }

    private static Definition without(Definition definition, int gone, int reader, Pointwise joined) {
        int inputs = definition.inputs();
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < definition.steps().size(); i++) {
            if (i != gone) {
                Step step = i == reader ? joined : definition.steps().get(i);
                steps.add(Renumbering.of(
                        step, value -> value > inputs + gone ? value - 1 : value, inputs + steps.size()));
            }
        }
        List<Integer> outputs = definition.outputs().stream()
                .map(value -> value > inputs + gone ? value - 1 : value)
                .toList();
        return new Definition(inputs, steps, outputs);
    }
}
