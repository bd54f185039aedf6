package dev.toeplitz.graph.reference;

import dev.toeplitz.graph.tensor.Tensor;

/** A value and, element by element, how far from it what a device holds may be. */
record Inexact(Tensor value, Tensor error) {
    static Inexact exact(Tensor value) {
        return new Inexact(value, new Tensor.Filled(value.type(), 0));
    }

    boolean isExact() {
        return error instanceof Tensor.Filled(var _, double fill) && fill == 0;
    }
}
