package dev.toeplitz.graph.work;

import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.Step.Reduce;
import dev.toeplitz.terms.OperationKind;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** Element-wise arithmetic: {@code elements} results, and how many scalar operations of each kind they take in all. */
public record VectorWork(long elements, Map<OperationKind, Long> operations) implements Work {
    public VectorWork {
        Map<OperationKind, Long> copy = new EnumMap<>(OperationKind.class);
        copy.putAll(operations);
        operations = Collections.unmodifiableMap(copy);
    }

    static VectorWork of(Pointwise pointwise) {
        return new VectorWork(pointwise.result().elements(), OperationCount.of(pointwise));
    }

    /** A fold of w elements is counted as w operations, a mean with one division more. */
    static VectorWork of(Reduce reduce) {
        long window = reduce.window().points();
        Map<OperationKind, Long> each = new EnumMap<>(OperationKind.class);
        each.put(
                switch (reduce.fold()) {
                    case SUM, MEAN -> OperationKind.ADD;
                    case PRODUCT -> OperationKind.MULTIPLY;
                    case MAX, MIN, ARG_MAX, ARG_MIN -> OperationKind.COMPARE;
                },
                window);
        if (reduce.fold() == Fold.MEAN) {
            each.put(OperationKind.DIVIDE, 1L);
        }
        long elements = reduce.result().elements();
        each.replaceAll((_, count) -> Math.multiplyExact(count, elements));
        return new VectorWork(elements, each);
    }

    VectorWork times(int times) {
        Map<OperationKind, Long> all = new EnumMap<>(OperationKind.class);
        all.putAll(operations);
        all.replaceAll((_, count) -> Math.multiplyExact(count, times));
        return new VectorWork(Math.multiplyExact(elements, times), all);
    }

    public long operations(OperationKind kind) {
        return operations.getOrDefault(kind, 0L);
    }

    /** Scalar operations of all kinds. */
    public long operationsInAll() {
        return operations.values().stream().mapToLong(Long::longValue).sum();
    }
}
