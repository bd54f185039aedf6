package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.Step.Copy;
import dev.toeplitz.graph.step.Step.Move;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.Step.Reduce;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.step.Winograd;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.runtime.plan.Candidate.Answer;
import dev.toeplitz.runtime.plan.Placing.Place;
import dev.toeplitz.runtime.plan.Plan.Choice;
import dev.toeplitz.runtime.plan.Plan.Refusal;
import dev.toeplitz.terms.DataType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Asks the candidates for each step of a stage, with the element-wise step behind it where that one follows. */
final class StagePlanner {
    private static final List<Candidate> CANDIDATES = List.of(
            new WinogradCandidate(),
            new DotWinogradCandidate(),
            new DotCandidate(),
            new TileCandidate(),
            new RowCandidate(),
            new GemvCandidate(),
            new BlockCandidate(),
            new GeneralCandidate());

    private final Prepared prepared;
    private final Definition definition;
    private final Map<Item, Place> places;
    private final Function<Item, Optional<Tensor>> constants;
    private final Options options;
    private final Tuning tuning;
    private final Set<Integer> done = new HashSet<>();
    private final List<Launch> launches = new ArrayList<>();
    private final List<Choice> choices = new ArrayList<>();
    private final Map<Step, Winograd> filtered = new HashMap<>();
    private final List<Task> tasks = new ArrayList<>();

    /** @param constants what tensors hold that are known beforehand */
    StagePlanner(
            Prepared prepared,
            Map<Item, Place> places,
            Function<Item, Optional<Tensor>> constants,
            Options options,
            Tuning tuning) {
        this.prepared = prepared;
        this.definition = prepared.steps();
        this.places = places;
        this.constants = constants;
        this.options = options;
        this.tuning = tuning;
    }

    /** Launches whose arguments are numbers of the definition. */
    record Carried(List<Launch> launches, List<Choice> choices, Map<Step, Winograd> filtered, List<Task> tasks) {}

    Carried plan() {
        for (int i = 0; i < definition.steps().size(); i++) {
            // Zero points are taken by the contraction itself, or right before it.
            if (!done.contains(i) && shift(definition.inputs() + i).isEmpty()) {
                carryOut(i);
            }
        }
        return new Carried(launches, choices, filtered, tasks);
    }

    private void carryOut(int position) {
        Optional<Integer> follower = options.fused() ? follower(position) : Optional.empty();
        follower.ifPresent(done::add);
        Step step = left(definition.steps().get(position));
        if (step == null || step.result().elements() == 0) {
            choices.add(
                    new Choice(name(definition.steps().get(position)), "nothing to do", Optional.empty(), List.of()));
            return;
        }
        Task task = new Task(
                step,
                follower.map(next -> (Pointwise) definition.steps().get(next)),
                definition.inputs() + position,
                definition.inputs() + follower.orElse(position),
                this::layout,
                this::type,
                value -> constant(value).isPresent(),
                ZeroPoints.NONE,
                prepared.isFloat(),
                options);
        if (definition.steps().get(position) instanceof Move move && !Rearrangement.covers(move)) {
            launches.add(GeneralCandidate.fill(task, move));
        }
        List<Refusal> refusals = new ArrayList<>();
        if (!(step instanceof Contract contract) || !askUnshifted(task, contract, refusals)) {
            step.reads().forEach(view -> shift(view.operand()).ifPresent(this::carryOut));
            if (!ask(task, refusals)) {
                throw new IllegalStateException("the general candidate never refuses");
            }
        }
    }

    private Optional<Shift> shift(int value) {
        return Shift.of(definition, value, this::type);
    }

    private void carryOut(Shift shift) {
        if (done.add(shift.position())) {
            carryOut(shift.position());
        }
    }

    /** Whether somebody carries a contraction out who takes the operands' zero points himself; false where there are none to take. */
    private boolean askUnshifted(Task task, Contract contract, List<Refusal> refusals) {
        return Unshifted.of(definition, contract, this::type, this::constant)
                .filter(unshifted -> ask(task.of(unshifted), refusals))
                .isPresent();
    }

    /** @param refusals of those who were asked for the step in another form; the others' are added */
    private boolean ask(Task task, List<Refusal> refusals) {
        if (takeTuned(task)) {
            return true;
        }
        for (Candidate candidate : candidates(task)) {
            if (refusals.stream().anyMatch(refusal -> refusal.candidate().equals(candidate.name()))) {
                continue;
            }
            switch (candidate.answer(task)) {
                case Answer.Refuses refusal -> refusals.add(Refusal.of(candidate, refusal));
                case Answer.Fits fits -> {
                    take(task, candidate, fits, Optional.empty(), refusals);
                    return true;
                }
            }
        }
        return false;
    }

    private static List<Candidate> candidates(Task task) {
        return CANDIDATES.stream()
                .filter(candidate -> task.zeroPoints().areNone() || candidate.takesZeroPoints())
                .toList();
    }

    /** Whether the task was measured before, and what was fastest then can still be had. */
    private boolean takeTuned(Task task) {
        Optional<Variant> tuned = tuning.variant(task).filter(variant -> !isEstimate(variant, task));
        for (Candidate candidate : tuned.isPresent() ? candidates(task) : List.<Candidate>of()) {
            if (candidate.name().equals(tuned.get().candidate())
                    && candidate.answer(task, tuned.get()) instanceof Answer.Fits fits) {
                take(task, candidate, fits, tuned, List.of());
                return true;
            }
        }
        return false;
    }

    private void take(
            Task task, Candidate candidate, Answer.Fits fits, Optional<Variant> tuned, List<Refusal> refusals) {
        tasks.add(task);
        launches.addAll(fits.launches());
        fits.winograd().ifPresent(tile -> filtered.put(task.step(), tile));
        String name = name(task.step())
                + (task.zeroPoints().areNone() ? "" : " less zero points")
                + (task.epilogue().isPresent() ? " + pointwise" : "");
        choices.add(new Choice(name, (candidate.name() + " " + fits.how()).strip(), tuned, refusals));
    }

    /** Each candidate's ways to carry a task out, in the order in which candidates are asked. */
    static List<List<Variant>> variants(Task task) {
        List<List<Variant>> all = new ArrayList<>();
        for (Candidate candidate : candidates(task)) {
            all.add(candidate.variants(task));
        }
        all.removeIf(List::isEmpty);
        return all;
    }

    private static boolean isEstimate(Variant variant, Task task) {
        return estimate(task).filter(variant::equals).isPresent();
    }

    /** What is taken where nothing is measured; empty where that candidate has no variants. */
    static Optional<Variant> estimate(Task task) {
        return candidates(task).stream()
                .filter(candidate -> candidate.answer(task) instanceof Answer.Fits)
                .findFirst()
                .flatMap(candidate -> candidate.variants(task).stream().findFirst());
    }

    private static String name(Step step) {
        return step.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    private Layout layout(int value) {
        Item item = prepared.items().get(value);
        return constant(value).isPresent()
                ? Layout.rowMajor(item.shape())
                : places.get(item).layout();
    }

    private DataType type(int value) {
        return Held.type(prepared.items().get(value), options);
    }

    private Optional<Tensor> constant(int value) {
        return constants.apply(prepared.items().get(value));
    }

    /** The element-wise step that is the only reader of this one's result and may run with it. */
    private Optional<Integer> follower(int position) {
        Step step = definition.steps().get(position);
        int made = definition.inputs() + position;
        if (!(step instanceof Contract || step instanceof Reduce)
                || definition.outputs().contains(made)) {
            return Optional.empty();
        }
        List<Integer> readers = new ArrayList<>();
        for (int i = position + 1; i < definition.steps().size(); i++) {
            if (definition.steps().get(i).reads().stream().anyMatch(view -> view.operand() == made)) {
                readers.add(i);
            }
        }
        return readers.size() == 1 && mayFollow(readers.getFirst(), made, step)
                ? Optional.of(readers.getFirst())
                : Optional.empty();
    }

    private boolean mayFollow(int reader, int made, Step step) {
        return definition.steps().get(reader) instanceof Pointwise pointwise
                && pointwise.result().equals(step.result())
                && pointwise.operands().stream().allMatch(view -> mayBeRead(view, made, pointwise));
    }

    private static boolean mayBeRead(View view, int made, Pointwise pointwise) {
        return view.operand() == made ? view.isAlignedWith(pointwise.result()) : view.operand() < made;
    }

    /** A step without the copies that nobody has to carry out, since source and result lie in one place; null where none is left. */
    private Step left(Step step) {
        if (!(step instanceof Move move)) {
            return step;
        }
        if (!Rearrangement.covers(move)) {
            return move;
        }
        List<Copy> copies =
                move.copies().stream().filter(copy -> !isInPlace(copy)).toList();
        return copies.isEmpty()
                ? null
                : copies.size() == move.copies().size() ? move : new Move(move.result(), copies, move.fill());
    }

    private boolean isInPlace(Copy copy) {
        Item source = prepared.items().get(copy.from().operand());
        Item result = prepared.items().get(copy.to().operand());
        if (constants.apply(source).isPresent()
                || places.get(source).root() != places.get(result).root()) {
            return false;
        }
        Optional<Access> from = Access.of(copy.from(), places.get(source).layout(), copy.loops());
        Optional<Access> to = Access.of(copy.to(), places.get(result).layout(), copy.loops());
        return from.isPresent() && to.isPresent() && Rearrangement.sameAddress(from.get(), to.get());
    }
}
