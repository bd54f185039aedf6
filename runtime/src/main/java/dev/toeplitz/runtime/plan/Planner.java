package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.Winograd;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.runtime.plan.Launch.Argument;
import dev.toeplitz.runtime.plan.Plan.Binding;
import dev.toeplitz.runtime.plan.Plan.PlannedLaunch;
import dev.toeplitz.runtime.plan.Plan.PlannedStage;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.InputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Lines the launches up and gives every stretch of memory a buffer that others may use before and after it. */
final class Planner {
    private final Graph graph;
    private final Options options;
    private final Tuning tuning;
    private final List<Prepared> stages;
    private final Map<Item, Placing.Place> places;
    private final Map<Integer, Stretch> stretches = new TreeMap<>();
    private final Map<Integer, Integer> slots = new HashMap<>();
    /** Roots of what steps need for themselves, below 0, where tensors have none. */
    private final Map<List<Object>, Integer> scratches = new HashMap<>();

    private final Fixed fixed = new Fixed(this::isConstant);

    /** How much a root needs, and from which stage to which. */
    private record Stretch(long bytes, int first, int last) {
        Stretch with(long wanted, int from, int to) {
            return new Stretch(Math.max(bytes, wanted), Math.min(first, from), Math.max(last, to));
        }
    }

    Planner(Graph graph, Options options, Tuning tuning) {
        this.graph = graph;
        this.options = options;
        this.tuning = options.convolution() == Options.Convolution.AUTO ? tuning : Tuning.NONE;
        requireStorable();
        this.stages = Prepared.of(Stage.of(graph, options.fused()), options);
        this.places = Placing.of(graph, stages, options);
    }

    /** A part of another graph, whose tensors lie as they do there. */
    private Planner(Planner whole, Graph part, Prepared stage) {
        this.graph = part;
        this.options = whole.options;
        this.tuning = whole.tuning;
        this.stages = List.of(stage);
        this.places = new HashMap<>(whole.places);
        places.keySet().retainAll(stage.items());
    }

    /** Halves count to 2,048 only, so positions and shapes cannot be stored in them. */
    private void requireStorable() {
        if (options.storage() != DataType.FLOAT16) {
            return;
        }
        for (Node node : graph.nodes()) {
            for (Value output : node.outputs()) {
                DataType type = output.type().type();
                if (!type.isFloat() && type != DataType.BOOL) {
                    throw new InputException(
                                    "its output '%s' is of type %s".formatted(output.name(), type),
                                    "floating-point numbers, where they are stored in half precision",
                                    "run it with --precision fp32")
                            .at(Node.place(node.name(), node.operator()));
                }
            }
        }
    }

    Plan plan() {
        List<StagePlanner.Carried> carried = new ArrayList<>();
        graph.inputs().forEach(value -> use(new Item.Named(value), -1));
        for (int i = 0; i < stages.size(); i++) {
            carried.add(carryOut(stages.get(i)));
            fixed.look(stages.get(i), carried.getLast().launches());
            use(stages.get(i), carried.getLast(), i);
        }
        graph.outputs().forEach(value -> use(new Item.Named(value), stages.size()));
        Slots pool = new Slots();
        allot(pool);
        Programs programs = new Programs();
        List<PlannedStage> planned = new ArrayList<>();
        for (int i = 0; i < stages.size(); i++) {
            planned.add(bound(stages.get(i), carried.get(i), programs));
        }
        return new Plan(graph, options, programs.text(options.storage()), planned, pool.sizes(), named(), unshared());
    }

    /** One stage as a graph of its own. */
    Plan alone(int position) {
        Stage stage = stages.get(position).stage();
        Map<Value, Tensor> constants = new LinkedHashMap<>();
        List<Value> inputs = new ArrayList<>();
        for (Value value : stage.inputs()) {
            if (graph.isConstant(value)) {
                constants.put(value, graph.constant(value));
            } else {
                inputs.add(value);
            }
        }
        Graph part = new Graph(graph.name(), inputs, constants, stage.nodes(), stage.outputs());
        return new Planner(this, part, stages.get(position)).plan();
    }

    /** The tasks that more than one variant can carry out. */
    List<Tunable> tunables() {
        Map<String, Tunable> found = new LinkedHashMap<>();
        for (int i = 0; i < stages.size(); i++) {
            for (Task task : carryOut(stages.get(i)).tasks()) {
                int stage = i;
                TaskKey.of(task)
                        .ifPresent(key -> found.compute(
                                key, (_, known) -> known == null ? tunable(stage, task, key) : known.again()));
            }
        }
        return List.copyOf(found.values());
    }

    private Tunable tunable(int stage, Task task, String key) {
        List<List<Variant>> variants = StagePlanner.variants(task);
        Optional<Variant> estimate = StagePlanner.estimate(task);
        return estimate.isEmpty() || variants.stream().mapToInt(List::size).sum() < 2
                ? null
                : new Tunable(
                        stage,
                        stages.get(stage).stage().name(),
                        1,
                        TaskKey.loops(task.step() instanceof Contract step ? step.loops() : task.axes()),
                        key,
                        estimate.get(),
                        variants);
    }

    /** What a stage makes for itself takes memory only where some launch touches it. */
    private void use(Prepared prepared, StagePlanner.Carried carried, int now) {
        prepared.items().stream().filter(Item.Named.class::isInstance).forEach(item -> use(item, now));
        carried.launches().stream()
                .flatMap(launch -> launch.arguments().stream())
                .forEach(argument -> use(prepared, argument, now));
    }

    private void use(Prepared prepared, Argument argument, int now) {
        if (argument instanceof Argument.Scratch scratch) {
            use(root(prepared, scratch), scratch.type().bytes(scratch.elements()), now);
        } else {
            Item item = prepared.items().get(argument.value());
            use(item, now);
            if (fixed.holds(item)) {
                use(item, -1);
                use(item, stages.size());
            }
        }
    }

    private int root(Prepared prepared, Argument.Scratch scratch) {
        return scratches.computeIfAbsent(List.of(prepared, scratch), _ -> -1 - scratches.size());
    }

    private void use(int root, long bytes, int stage) {
        stretches.merge(
                root, new Stretch(bytes, stage, stage), (old, now) -> old.with(now.bytes(), now.first(), now.last()));
    }

    private boolean isConstant(Item item) {
        return constant(item).isPresent();
    }

    private Optional<Tensor> constant(Item item) {
        return item instanceof Item.Named(Value value) ? Optional.ofNullable(graph.constant(value)) : Optional.empty();
    }

    private void use(Item item, int stage) {
        if (!isConstant(item)) {
            Placing.Place place = places.get(item);
            use(place.root(), Held.type(item, options).bytes(place.layout().span()), stage);
        }
    }

    private void allot(Slots pool) {
        for (int now = -1; now <= stages.size(); now++) {
            for (Map.Entry<Integer, Stretch> entry : stretches.entrySet()) {
                if (entry.getValue().first() == now) {
                    slots.put(entry.getKey(), pool.take(entry.getValue().bytes()));
                }
            }
            for (Map.Entry<Integer, Stretch> entry : stretches.entrySet()) {
                if (entry.getValue().last() == now) {
                    pool.give(slots.get(entry.getKey()));
                }
            }
        }
    }

    private StagePlanner.Carried carryOut(Prepared prepared) {
        try {
            return new StagePlanner(prepared, places, this::constant, options, tuning).plan();
        } catch (InputException e) {
            Node first = prepared.stage().nodes().getFirst();
            throw e.at(Node.place(first.name(), first.operator()));
        }
    }

    private PlannedStage bound(Prepared prepared, StagePlanner.Carried carried, Programs programs) {
        List<PlannedLaunch> launches = carried.launches().stream()
                .map(launch -> new PlannedLaunch(
                        programs.name(launch.source()),
                        launch.arguments().stream()
                                .map(argument -> bind(prepared, argument))
                                .toList(),
                        launch.workItems(),
                        launch.groupItems(),
                        fixed.covers(prepared, launch)))
                .toList();
        return new PlannedStage(prepared.stage(), launches, carried.choices(), filtered(prepared, carried));
    }

    /** The stage's own contractions that Winograd's algorithm carries out; what is prepared has the same ones in order. */
    private static Map<Contract, Winograd> filtered(Prepared prepared, StagePlanner.Carried carried) {
        List<Contract> own = contractions(prepared.stage().definition());
        List<Contract> carriedOut = contractions(prepared.steps());
        Map<Contract, Winograd> filtered = new HashMap<>();
        for (int i = 0; i < own.size(); i++) {
            Winograd form = carried.filtered().get(carriedOut.get(i));
            if (form != null) {
                filtered.put(own.get(i), form);
            }
        }
        return filtered;
    }

    private static List<Contract> contractions(Definition definition) {
        return definition.steps().stream()
                .filter(Contract.class::isInstance)
                .map(Contract.class::cast)
                .toList();
    }

    private Binding bind(Prepared prepared, Argument argument) {
        if (argument instanceof Argument.Scratch scratch) {
            return new Binding.Shared(slots.get(root(prepared, scratch)));
        }
        Item item = prepared.items().get(argument.value());
        if (!(item instanceof Item.Named(Value value)) || !graph.isConstant(value)) {
            return new Binding.Shared(slots.get(places.get(item).root()));
        }
        return switch (argument) {
            case Argument.Plain _, Argument.Scratch _ -> new Binding.Weight(value);
            case Argument.Packed(int _, WeightOrder packing) -> new Binding.PackedWeight(value, packing);
        };
    }

    private Map<Value, Plan.Place> named() {
        Map<Value, Plan.Place> named = new HashMap<>();
        places.forEach((item, place) -> {
            if (item instanceof Item.Named(Value value)) {
                DataType type = Held.type(item, options);
                named.put(value, new Plan.Place(slots.get(place.root()), place.layout(), type));
            }
        });
        return named;
    }

    private long unshared() {
        return places.keySet().stream()
                .filter(item -> item instanceof Item.Named)
                .mapToLong(item -> Held.type(item, options).bytes(item.shape().elements()))
                .reduce(0, Math::addExact);
    }
}
