package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Integers;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.terms.DataType;
import java.util.ArrayList;
import java.util.List;

/**
 * A stage with the steps that are carried out, which may be fewer or other ones than its definition's, and the tensor behind each
 * number of theirs.
 */
record Prepared(Stage stage, Definition steps, List<Item> items) {
    Prepared {
        items = List.copyOf(items);
    }

    static List<Prepared> of(List<Stage> stages, Options options) {
        List<Prepared> all = new ArrayList<>();
        for (Stage stage : stages) {
            Definition steps = options.fused() ? Merging.of(stage.definition()) : stage.definition();
            if (options.convolution() == Options.Convolution.IM2COL) {
                steps = Im2col.of(steps);
            }
            all.add(new Prepared(stage, steps, items(stage, steps, all.size())));
        }
        return all;
    }

    private static List<Item> items(Stage stage, Definition steps, int position) {
        List<Item> items = new ArrayList<>();
        stage.inputs().forEach(value -> items.add(new Item.Named(value)));
        List<DataType> types = new ArrayList<>(
                stage.inputs().stream().map(value -> value.type().type()).toList());
        for (Step step : steps.steps()) {
            types.add(Integers.made(step, types::get));
            items.add(new Item.Temporary(position, items.size(), step.result(), types.getLast()));
        }
        for (int i = 0; i < steps.outputs().size(); i++) {
            items.set(steps.outputs().get(i), new Item.Named(stage.outputs().get(i)));
        }
        return items;
    }

    /** The tensor that step {@code i} makes. */
    Item made(int i) {
        return items.get(steps.inputs() + i);
    }

    /** Whether every number that comes in or goes out is a floating-point one. */
    boolean isFloat() {
        return items.stream()
                .allMatch(item -> !(item instanceof Item.Named(Value value))
                        || value.type().type().isFloat());
    }
}
