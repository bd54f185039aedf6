package dev.toeplitz.runtime.opencl;

import dev.toeplitz.kernels.KernelSource;
import dev.toeplitz.runtime.DeviceException;
import java.util.Arrays;
import java.util.List;

/** Runs a small integer convolution on a device and compares every element with the host's. */
public final class SelfTest {
    private static final KernelSource KERNEL = KernelSource.SELF_TEST;
    private static final int CHANNELS = 3;

    /** No multiple of a tile, as the number of positions is none, so that ragged edges are tried too. */
    private static final int FILTERS = 11;

    private static final int EXTENT = 19;
    private static final int FILTER = 5;
    private static final int STRIDE = 2;
    private static final int PADDING = 2;
    private static final int POSITIONS = (EXTENT + 2 * PADDING - FILTER) / STRIDE + 1;

    private SelfTest() {}

    /**
     * @param nanoseconds of the kernel, by the device's own clock
     * @param problem empty where the device computed right
     */
    public record Outcome(long nanoseconds, String problem) {
        public boolean passed() {
            return problem.isEmpty();
        }
    }

    /** Tries a device; a failure is an outcome, not an exception. */
    public static Outcome on(OpenClDevice device) {
        return on(device, KERNEL.text());
    }

    /** The same with another source, which tests use to see a wrong one caught. */
    static Outcome on(OpenClDevice device, String source) {
        Device.Features features = device.description().features();
        if (!features.compiles()) {
            return failed("the device has no compiler; it takes built binaries only");
        }
        Device.Limits limits = device.description().limits();
        return KERNEL.tile().choices().stream()
                .filter(choice -> fits(choice, limits))
                .findFirst()
                .map(choice -> on(device, source, choice))
                .orElseGet(() -> failed("the device takes no work-group, not even of one work-item"));
    }

    private static boolean fits(int tile, Device.Limits limits) {
        return KERNEL.needs()
                        .apply(tile)
                        .refusal(limits.workItems(), limits.localBytes())
                        .isEmpty()
                && tile <= limits.groupExtent().x()
                && tile <= limits.groupExtent().y();
    }

    static Outcome on(OpenClDevice device, String source, int tile) {
        int[] input = pattern(CHANNELS * EXTENT * EXTENT, 7, 11);
        int[] weight = pattern(FILTERS * CHANNELS * FILTER * FILTER, 5, 9);
        try (Session session = new Session(device)) {
            DeviceKernel kernel = session.compile(KERNEL.name(), source, KERNEL.options(tile));
            IntBuffer output = session.ints("output", FILTERS * POSITIONS * POSITIONS);
            List<IntBuffer> buffers = List.of(session.ints("input", input), session.ints("weight", weight), output);
            List<Integer> scalars = List.of(CHANNELS, EXTENT, FILTER, STRIDE, PADDING, POSITIONS, FILTERS);
            long[] groups = {Math.ceilDiv(POSITIONS * POSITIONS, tile), Math.ceilDiv(FILTERS, tile)};
            long nanoseconds = session.run(kernel, buffers, scalars, groups, new long[] {tile, tile});
            return new Outcome(nanoseconds, difference(expected(input, weight), session.read(output)));
        } catch (DeviceException e) {
            return failed(e.getMessage().lines().findFirst().orElse("unknown"));
        }
    }

    private static Outcome failed(String problem) {
        return new Outcome(0, problem);
    }

    private static int[] pattern(int count, int factor, int modulus) {
        int[] values = new int[count];
        Arrays.setAll(values, i -> i * factor % modulus - modulus / 2);
        return values;
    }

    private static int[] expected(int[] input, int[] weight) {
        int[] output = new int[FILTERS * POSITIONS * POSITIONS];
        Arrays.setAll(
                output,
                i -> element(input, weight, i / (POSITIONS * POSITIONS), i / POSITIONS % POSITIONS, i % POSITIONS));
        return output;
    }

    private static int element(int[] input, int[] weight, int filter, int row, int col) {
        int sum = 0;
        for (int tap = 0; tap < CHANNELS * FILTER * FILTER; tap++) {
            int channel = tap / (FILTER * FILTER);
            int y = row * STRIDE + tap / FILTER % FILTER - PADDING;
            int x = col * STRIDE + tap % FILTER - PADDING;
            boolean inside = y >= 0 && y < EXTENT && x >= 0 && x < EXTENT;
            sum += inside
                    ? input[(channel * EXTENT + y) * EXTENT + x] * weight[filter * CHANNELS * FILTER * FILTER + tap]
                    : 0;
        }
        return sum;
    }

    private static String difference(int[] expected, int[] found) {
        int at = Arrays.mismatch(expected, found);
        return at < 0 ? "" : "element %d is %d instead of %d".formatted(at, found[at], expected[at]);
    }
}
