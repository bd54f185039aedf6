package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;
import static dev.toeplitz.graph.step.Scalar.constant;

import dev.toeplitz.graph.step.Scalar;

/** x · clip(x/6 + 1/2, 0, 1), as ONNX HardSwish (opset 14) and MobileNet V3. */
public record HardSwish() implements UnaryOperator {
    private static final Scalar F =
            arg(0).times(arg(0).over(constant(6)).plus(0.5).max(0).min(1));

    @Override
    public Scalar f() {
        return F;
    }
}
