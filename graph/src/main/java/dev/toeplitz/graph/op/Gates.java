package dev.toeplitz.graph.op;

import dev.toeplitz.graph.step.Scalar;
import java.util.List;

/** What gates have in common. */
final class Gates {
    private Gates() {}

    /** f(x), x clipped. */
    static Scalar activation(UnaryOperator f, Scalar x, double clip) {
        return f.f().of(Double.isInfinite(clip) ? x : x.max(-clip).min(clip));
    }

    static void require(String what, List<UnaryOperator> functions, int each, Recurrence form) {
        Inputs.extent("the number of " + what, functions.size(), each * form.directions());
    }
}
