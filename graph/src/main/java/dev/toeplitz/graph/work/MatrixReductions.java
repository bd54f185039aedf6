package dev.toeplitz.graph.work;

import dev.toeplitz.graph.step.Window;
import dev.toeplitz.terms.Require;
import java.util.List;

/**
 * What lowering a convolution leaves out of the matrices of the up-sampled filter and of stride 1: the rows that only meet
 * the zeros which dilation inserts into the filter, and the columns of output pixels that the stride skips. {@link
 * ToeplitzView} never has them; the figures are for those who compare with the textbook procedure (UT Dallas lecture
 * notes, 2019: matrix reductions 1 and 2).
 *
 * @param depthBefore channels × the dilated filter's volume
 * @param depth channels × the filter's volume
 * @param colsBefore output pixels at stride 1
 * @param cols output pixels
 */
public record MatrixReductions(long depthBefore, long depth, long colsBefore, long cols) {
    /** For one group of {@code channels} input channels over spatial axes of these extents, a window each. */
    public static MatrixReductions of(int channels, List<Window> windows, List<Integer> extents) {
        Require.that(
                windows.size() == extents.size(),
                "%d windows over %d axes".formatted(windows.size(), extents.size()),
                "one for each axis",
                "give as many windows as extents");
        MatrixReductions reductions = new MatrixReductions(channels, channels, 1, 1);
        for (int axis = 0; axis < windows.size(); axis++) {
            reductions = reductions.along(windows.get(axis), extents.get(axis));
        }
        return reductions;
    }

    private MatrixReductions along(Window window, int extent) {
        Window everyPixel = new Window(window.size(), 1, window.dilation(), window.before(), window.after());
        return new MatrixReductions(
                Math.multiplyExact(depthBefore, window.span()),
                Math.multiplyExact(depth, window.size()),
                Math.multiplyExact(colsBefore, everyPixel.positions(extent)),
                Math.multiplyExact(cols, window.positions(extent)));
    }
}
