package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Loops.Loop;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.Step.Copy;
import dev.toeplitz.graph.step.Step.Move;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.Step.Reduce;
import dev.toeplitz.graph.step.Step.Scan;
import dev.toeplitz.graph.step.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Vectors of neighbours in the result, on a CPU. */
final class RowCandidate implements Candidate {
    private static final Answer NO_ADDRESS = Candidate.refuses("an operand is read by a table or across its layout");

    @Override
    public String name() {
        return "rows";
    }

    @Override
    public Answer answer(Task task) {
        if (!task.target().isVector()) {
            return Candidate.refuses("the device is no CPU");
        }
        return switch (task.step()) {
            case Pointwise pointwise -> pointwise(task, pointwise);
            case Reduce reduce -> reduce(task, reduce);
            case Contract contract -> contract(task, contract);
            case Move move -> move(task, move);
            case Scan _ -> throw new IllegalStateException("plans write scans out");
        };
    }

    private static Answer pointwise(Task task, Pointwise step) {
        Optional<List<Access>> reads = accesses(step.operands(), task, task.axes());
        if (reads.isEmpty()) {
            return NO_ADDRESS;
        }
        Epilogue whole = new Epilogue(task, Optional.of(step));
        return RowNest.of(task, task.axes().list(), Loops.none(), reads.get(), List.of(), whole.readsIndex())
                .map(nest -> new RowPrinter(nest, task).pointwise(step))
                .orElseGet(RowCandidate::noRow);
    }

    private static Answer reduce(Task task, Reduce step) {
        if (step.fold().isPosition()) {
            return Candidate.refuses("a position is not folded in vectors");
        }
        Epilogue epilogue = Epilogue.of(task);
        Optional<Access> read = Access.of(
                step.operand(),
                task.layout(step.operand().operand()),
                task.axes().around(step.window()));
        Optional<List<Access>> others = epilogue.others();
        if (read.isEmpty() || others.isEmpty()) {
            return NO_ADDRESS;
        }
        return RowNest.of(
                        task,
                        task.axes().list(),
                        step.window(),
                        List.of(read.get()),
                        others.get(),
                        epilogue.readsIndex())
                .map(nest -> new RowPrinter(nest, task).reduce(step.fold()))
                .orElseGet(RowCandidate::noRow);
    }

    private static Answer contract(Task task, Contract step) {
        Epilogue epilogue = Epilogue.of(task);
        if (epilogue.readsIndex()) {
            return Candidate.refuses("the epilogue asks for an index");
        }
        Loops kept = loops(step, true);
        Optional<Access> out = Access.of(step.out().of(task.result()), task.layout(task.result()), step.loops());
        Optional<List<Access>> reads = accesses(List.of(step.left(), step.right()), task, step.loops());
        Optional<List<Access>> others = epilogue.others();
        if (out.isEmpty() || reads.isEmpty() || others.isEmpty()) {
            return NO_ADDRESS;
        }
        if (!out.get().guards().isEmpty() || kept.points() != step.result().elements()) {
            return Candidate.refuses("several points add into one element");
        }
        List<Access> through = others.get().stream()
                .map(access -> Nest.through(access, step.out(), step.loops()))
                .toList();
        return RowNest.of(task, kept.list(), loops(step, false), out.get(), reads.get(), through, false)
                .map(nest -> new RowPrinter(nest, task).contract())
                .orElseGet(RowCandidate::noRow);
    }

    private static Loops loops(Contract step, boolean moving) {
        Loops loops = Loops.none();
        for (Loop loop : step.loops().list()) {
            if (step.out().movesWith(loop.dim()) == moving) {
                loops = loops.with(loop.dim(), loop.extent());
            }
        }
        return loops;
    }

    private static Answer move(Task task, Move step) {
        return Candidate.fits(step.copies().stream()
                .map(copy -> copy(task, copy, step.fill()))
                .toList());
    }

    private static Launch copy(Task task, Copy copy, double fill) {
        Optional<Access> to = Access.of(copy.to().of(task.result()), task.layout(task.result()), copy.loops());
        Optional<List<Access>> from = accesses(List.of(copy.from()), task, copy.loops());
        if (to.isEmpty() || from.isEmpty() || !to.get().guards().isEmpty()) {
            return GeneralCandidate.copy(task, copy, fill);
        }
        return RowNest.of(task, copy.loops().list(), Loops.none(), to.get(), from.get(), List.of(), false)
                .map(nest -> new RowPrinter(nest, task).copy(fill))
                .orElseGet(() -> GeneralCandidate.copy(task, copy, fill));
    }

    private static Optional<List<Access>> accesses(List<View> views, Task task, Loops loops) {
        List<Access> accesses = new ArrayList<>();
        for (View view : views) {
            Optional<Access> access = Access.of(view, task.layout(view.operand()), loops);
            if (access.isEmpty()) {
                return Optional.empty();
            }
            accesses.add(access.get());
        }
        return Optional.of(accesses);
    }

    private static Answer noRow() {
        return Candidate.refuses("no loop has neighbours in the result, or its row leaves an operand");
    }
}
