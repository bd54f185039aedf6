package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.Winograd;
import dev.toeplitz.runtime.plan.Candidate.Answer;
import dev.toeplitz.terms.DataType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A graph as kernel launches in order, all kernels as one program, and a place for every value. Activations share buffers: one is
 * given to another value when nobody reads its own any more. Weights have a buffer each.
 *
 * @param program OpenCL C of all kernels
 * @param slotBytes how large each shared buffer is
 * @param places where each activation that leaves its stage lies
 * @param sumOfActivations bytes of all activations, were none shared
 */
public record Plan(
        Graph graph,
        Options options,
        String program,
        List<PlannedStage> stages,
        List<Long> slotBytes,
        Map<Value, Place> places,
        long sumOfActivations) {
    public Plan {
        stages = List.copyOf(stages);
        slotBytes = List.copyOf(slotBytes);
        places = Map.copyOf(places);
    }

    /** A shared buffer, how a value lies in it, and what it is held as. */
    public record Place(int slot, Layout layout, DataType type) {}

    /**
     * A stage's launches, and for each of its steps who was asked to carry it out.
     *
     * @param filtered the definition's contractions that Winograd's algorithm carries out, which rounds more
     */
    public record PlannedStage(
            Stage stage, List<PlannedLaunch> launches, List<Choice> choices, Map<Contract, Winograd> filtered) {
        public PlannedStage {
            filtered = Map.copyOf(filtered);
            launches = List.copyOf(launches);
            choices = List.copyOf(choices);
        }
    }

    /**
     * Who carries a step out, and why those before it did not.
     *
     * @param step in words
     * @param tuned the variant, where it was measured before and nobody was asked
     * @param refusals one for each candidate that was asked before
     */
    public record Choice(String step, String chosen, Optional<Variant> tuned, List<Refusal> refusals) {
        /** Who carries it out, and how where that was measured. */
        public String words() {
            return chosen + tuned.map(" (tuned: %s)"::formatted).orElse("");
        }
    }

    /** A candidate and why it refused. */
    public record Refusal(String candidate, String why) {
        static Refusal of(Candidate candidate, Answer.Refuses answer) {
            return new Refusal(candidate.name(), answer.why());
        }
    }

    /**
     * A launch whose values are bound to buffers.
     *
     * @param groupItems work-items of a work-group; 0 where the driver chooses
     * @param once whether it makes the same of weights in every run, and so is run once before all
     */
    public record PlannedLaunch(String kernel, List<Binding> bindings, long workItems, int groupItems, boolean once) {
        public PlannedLaunch {
            bindings = List.copyOf(bindings);
        }
    }

    /** What a launch reads or writes: a shared buffer, or a weight as it is given or in another order. */
    public sealed interface Binding {
        record Shared(int slot) implements Binding {}

        record Weight(Value value) implements Binding {}

        record PackedWeight(Value value, WeightOrder packing) implements Binding {}
    }

    /** Plans a graph for what a device is good at. */
    public static Plan of(Graph graph, Options options) {
        return of(graph, options, Tuning.NONE);
    }

    /** The same, with what was measured in place of what is estimated, where convolutions may be carried out in any way. */
    public static Plan of(Graph graph, Options options, Tuning tuning) {
        return new Planner(graph, options, tuning).plan();
    }

    /** One stage of the plan as a plan of its own, all that it reads and makes lying as it does in the whole. */
    public static Plan alone(Graph graph, Options options, Tuning tuning, int stage) {
        return new Planner(graph, options, tuning).alone(stage);
    }

    /** Weights that some launch reads, in the order of first use. */
    public Set<Binding> weights() {
        Set<Binding> weights = new LinkedHashSet<>();
        for (PlannedStage stage : stages) {
            for (PlannedLaunch launch : stage.launches()) {
                launch.bindings().stream()
                        .filter(binding -> !(binding instanceof Binding.Shared))
                        .forEach(weights::add);
            }
        }
        return weights;
    }

    /** How many kernels are started in a run. */
    public int launches() {
        return Math.toIntExact(stages.stream()
                .flatMap(stage -> stage.launches().stream())
                .filter(launch -> !launch.once())
                .count());
    }

    /** Bytes of the shared buffers: what activations take at most at once. */
    public long activationBytes() {
        return slotBytes.stream().reduce(0L, Math::addExact);
    }

    /** Bytes of all weights as they are bound. */
    public long weightBytes() {
        return weights().stream()
                .mapToLong(weight -> held(weight).bytes(elements(weight)))
                .reduce(0, Math::addExact);
    }

    /** Bytes of all shared buffers and weights. */
    public long bytes() {
        return Math.addExact(activationBytes(), weightBytes());
    }

    /** What a weight is held as. */
    public DataType held(Binding weight) {
        return switch (weight) {
            case Binding.Weight(Value value) -> held(value);
            case Binding.PackedWeight(Value value, WeightOrder packing) -> packing.held(held(value));
            case Binding.Shared _ -> throw new IllegalArgumentException("a shared buffer is no weight");
        };
    }

    /** What a tensor of a value's type is held as. */
    public DataType held(Value value) {
        return Held.type(value.type().type(), options);
    }

    /** How many elements a weight has as it is bound. */
    public static long elements(Binding weight) {
        return switch (weight) {
            case Binding.Weight(Value value) -> value.type().elements();
            case Binding.PackedWeight(Value _, WeightOrder packing) -> packing.elements();
            case Binding.Shared _ -> throw new IllegalArgumentException("a shared buffer is no weight");
        };
    }
}
