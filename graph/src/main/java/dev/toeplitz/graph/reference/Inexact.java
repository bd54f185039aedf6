package dev.toeplitz.graph.reference;

import dev.toeplitz.graph.tensor.Tensor;
import java.util.Arrays;

/** A value and, element by element, how far from it what a device holds may be. */
record Inexact(Tensor value, Tensor error) {
    static Inexact exact(Tensor value) {
        return new Inexact(value, new Tensor.Filled(value.type(), 0));
    }

    boolean isExact() {
        return switch (error) {
            case Tensor.Filled(var _, double fill) -> fill == 0;
            case Tensor.Doubles(var _, double[] values) -> Arrays.stream(values).allMatch(each -> each == 0);
            case Tensor.Floats _,
                    Tensor.Stored _,
                    Tensor.Random _,
                    Tensor.Scaled _,
                    Tensor.Quantised _,
                    Tensor.Absent _ -> false;
        };
    }
}
