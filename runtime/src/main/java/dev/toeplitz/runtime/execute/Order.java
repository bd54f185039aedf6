package dev.toeplitz.runtime.execute;

import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.runtime.plan.Layout;

/** Between row-major numbers, as callers have them, and a buffer in some layout. */
final class Order {
    private Order() {}

    /** A tensor's numbers as they have to lie in a buffer. */
    static float[] laidOut(Tensor tensor, Layout layout) {
        float[] plain = tensor.toFloats();
        if (layout.isRowMajor()) {
            return plain;
        }
        float[] laid = new float[Math.toIntExact(layout.span())];
        for (int i = 0; i < plain.length; i++) {
            laid[(int) layout.address(i)] = plain[i];
        }
        return laid;
    }

    /** The same of a tensor of INT32, to the bit. */
    static int[] integersLaidOut(Tensor tensor, Layout layout) {
        int[] laid = new int[Math.toIntExact(layout.span())];
        for (int i = 0; i < tensor.type().elements(); i++) {
            laid[(int) layout.address(i)] = (int) tensor.at(i);
        }
        return laid;
    }

    /** A buffer's front of INT32 as a tensor. */
    static Tensor integers(TensorType type, int[] laid, Layout layout) {
        double[] plain = new double[Math.toIntExact(type.elements())];
        for (int i = 0; i < plain.length; i++) {
            plain[i] = laid[(int) layout.address(i)];
        }
        return Tensor.of(type, plain);
    }

    /** The numbers of a buffer's front in row-major order. */
    static float[] rowMajor(float[] laid, Layout layout) {
        if (layout.isRowMajor()) {
            return laid;
        }
        float[] plain = new float[Math.toIntExact(layout.shape().elements())];
        for (int i = 0; i < plain.length; i++) {
            plain[i] = laid[(int) layout.address(i)];
        }
        return plain;
    }
}
