package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.Step.Copy;
import dev.toeplitz.graph.step.Step.Move;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.terms.LoopDim;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where every tensor lies. Feature maps lie channels-last where the target is better for it.
 * Tensors that are put side by side lie side by side from the start, and a reshaped tensor lies where it was; so neither is
 * copied. Decided from the last step to the first, since a tensor's place is part of its reader's.
 */
final class Placing {
    private final Graph graph;
    private final List<Prepared> stages;
    private final Options options;
    private final Target target;
    private final Map<Item, List<Shape>> seen = new HashMap<>();
    private final Map<Item, Item> reshapedFrom = new HashMap<>();
    private final Set<Item> plain = new HashSet<>();
    private final Map<Item, Place> places = new HashMap<>();
    private int roots;

    /** A stretch of memory and how the tensor lies in it. Several tensors may lie in one. */
    record Place(int root, Layout layout) {}

    private Placing(Graph graph, List<Prepared> stages, Options options) {
        this.graph = graph;
        this.stages = stages;
        this.options = options;
        this.target = options.target();
    }

    static Map<Item, Place> of(Graph graph, List<Prepared> stages, Options options) {
        Placing placing = new Placing(graph, stages, options);
        stages.forEach(placing::look);
        for (Value input : graph.inputs()) {
            placing.fix(new Item.Named(input));
        }
        for (int i = stages.size() - 1; i >= 0; i--) {
            placing.place(stages.get(i));
        }
        return placing.places;
    }

    private void fix(Item item) {
        places.put(item, new Place(roots++, Layout.rowMajor(item.shape())));
    }

    /** Notes the shapes under which each tensor is read and written, and who must lie row-major. */
    private void look(Prepared prepared) {
        for (int i = 0; i < prepared.steps().steps().size(); i++) {
            Step step = prepared.steps().steps().get(i);
            Item made = prepared.made(i);
            note(made, step.result());
            for (View view : step.reads()) {
                note(prepared.items().get(view.operand()), view.shape());
            }
            if (step instanceof Move move) {
                move.copies().forEach(copy -> note(made, copy.to().shape()));
                Rearrangement.reshaped(move, prepared.items())
                        .ifPresent(source ->
                                reshapedFrom.put(made, prepared.items().get(source)));
            }
            if (step instanceof Contract contract && !isFiltering(contract)) {
                plain.add(made);
                contract.reads().forEach(view -> lieRowMajor(prepared, view.operand()));
            }
        }
    }

    /** So does what zero points are taken from on the way. */
    private void lieRowMajor(Prepared prepared, int value) {
        plain.add(prepared.items().get(value));
        Shift.of(prepared.steps(), value, each -> Held.type(prepared.items().get(each), options))
                .ifPresent(shift -> plain.add(prepared.items().get(shift.source())));
    }

    private void note(Item item, Shape shape) {
        seen.computeIfAbsent(item, _ -> new ArrayList<>()).add(shape);
    }

    /** A convolution; matrix products have their neighbours along the last axis. */
    private static boolean isFiltering(Contract contract) {
        return contract.loops().position(LoopDim.FILTER_COL) >= 0
                || contract.loops().position(LoopDim.OUT_COL) >= 0;
    }

    private void place(Prepared prepared) {
        List<Step> steps = prepared.steps().steps();
        for (int i = steps.size() - 1; i >= 0; i--) {
            Item made = prepared.made(i);
            if (!places.containsKey(made)) {
                places.put(made, new Place(roots++, preferred(made)));
            }
            if (steps.get(i) instanceof Move move) {
                settle(move, made, prepared.items());
            }
        }
    }

    /** Gives the sources of a move the places in which they are wanted. */
    private void settle(Move move, Item made, List<Item> items) {
        Place place = places.get(made);
        Item source = reshapedFrom.get(made);
        if (source != null) {
            place.layout()
                    .as(source.shape())
                    .filter(layout -> suits(layout, source) && isHeldAlike(source, made))
                    .ifPresent(layout -> settle(source, place.root(), layout));
        } else if (Rearrangement.covers(move)) {
            for (Copy copy : move.copies()) {
                Item part = items.get(copy.from().operand());
                Rearrangement.part(copy, part.shape(), place.layout())
                        .filter(_ -> isHeldAlike(part, made))
                        .ifPresent(layout -> settle(part, place.root(), layout));
            }
        }
    }

    private boolean isHeldAlike(Item one, Item other) {
        return Held.type(one, options) == Held.type(other, options);
    }

    private void settle(Item item, int root, Layout layout) {
        boolean weight = item instanceof Item.Named(Value value) && graph.isConstant(value);
        if (!weight && !places.containsKey(item) && isSeenThrough(layout, item)) {
            places.put(item, new Place(root, layout));
        }
    }

    /** Not where a feature map would have to lie with its channels apart: then it is copied when it is reshaped. */
    private boolean suits(Layout layout, Item item) {
        Layout preferred = preferred(item);
        return preferred.isRowMajor()
                || preferred.strides().get(1).equals(layout.strides().get(1));
    }

    private Layout preferred(Item item) {
        Optional<Layout> layout = Optional.ofNullable(reshapedFrom.get(item))
                .flatMap(source -> channelsLast(source).flatMap(seen -> seen.as(item.shape())))
                .or(() -> reshapedFrom.containsKey(item) && item.shape().rank() > 4
                        ? Optional.empty()
                        : channelsLast(item));
        return layout.filter(found -> isSeenThrough(found, item)).orElseGet(() -> Layout.rowMajor(item.shape()));
    }

    private Optional<Layout> channelsLast(Item item) {
        return target.isChannelsLast() && item.shape().rank() >= 4 && !plain.contains(item)
                ? Optional.of(Layout.channelsLast(item.shape()))
                : Optional.empty();
    }

    /** Whether every view of the tensor is an address in that layout. */
    private boolean isSeenThrough(Layout layout, Item item) {
        return seen.getOrDefault(item, List.of()).stream()
                .allMatch(shape -> layout.as(shape).isPresent());
    }
}
