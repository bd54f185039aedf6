package dev.toeplitz.graph.step;

import dev.toeplitz.terms.LoopDim;
import java.util.List;

/** The index along one axis of a tensor, as a function of the loops. It may fall outside the tensor: into padding. */
public sealed interface Axis {
    /** offset + Σ coefficient · loop index. */
    record Affine(int offset, List<Term> terms) implements Axis {
        public Affine {
            terms = List.copyOf(terms);
        }
    }

    /** One loop's share of an affine index. */
    record Term(LoopDim dim, int coefficient) {}

    /** A table: position i of the loop reads index {@code indices[i]}; a negative one is outside (nearest resize, reflection). */
    record Lookup(LoopDim dim, List<Integer> indices) implements Axis {
        public Lookup {
            indices = List.copyOf(indices);
        }
    }

    static Axis at(int index) {
        return new Affine(index, List.of());
    }

    static Axis of(LoopDim dim) {
        return new Affine(0, List.of(new Term(dim, 1)));
    }

    /** offset + step · loop: a slice. */
    static Axis of(int offset, LoopDim dim, int step) {
        return new Affine(offset, List.of(new Term(dim, step)));
    }

    /** outer · extent + inner: two loops that together run along one axis. */
    static Axis of(LoopDim outer, int extent, LoopDim inner) {
        return new Affine(0, List.of(new Term(outer, extent), new Term(inner, 1)));
    }

    /** The same index where one loop stands still. */
    default Axis at(LoopDim loop, int index) {
        return switch (this) {
            case Affine(int offset, List<Term> terms) -> {
                int fixed = offset;
                for (Term term : terms) {
                    fixed += term.dim() == loop ? term.coefficient() * index : 0;
                }
                yield new Affine(
                        fixed, terms.stream().filter(term -> term.dim() != loop).toList());
            }
            case Lookup(LoopDim dim, List<Integer> indices) -> dim == loop ? at(indices.get(index)) : this;
        };
    }

    /** Whether the loop changes this index. */
    default boolean movesWith(LoopDim loop) {
        return switch (this) {
            case Affine(int _, List<Term> terms) -> anyMovesWith(loop, terms);
            case Lookup(LoopDim dim, List<Integer> _) -> dim == loop;
        };
    }

    private static boolean anyMovesWith(LoopDim loop, List<Term> terms) {
        for (Term term : terms) {
            if (term.dim() == loop && term.coefficient() != 0) {
                return true;
            }
        }
        return false;
    }
}
