package dev.toeplitz.runtime.opencl;

import dev.toeplitz.kernels.KernelSource;
import dev.toeplitz.runtime.DeviceException;
import java.util.Arrays;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;

/** Runs a small integer convolution on a device and compares every element with the host's. */
public final class SelfTest {
    private static final int CHANNELS = 3;
    private static final int FILTERS = 8;
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
        return on(device, KernelSource.SELF_TEST.text());
    }

    /** The same with another source, which tests use to see a wrong one caught. */
    static Outcome on(OpenClDevice device, String source) {
        if (!device.description().compiles()) {
            return new Outcome(0, "the device has no compiler; it takes built binaries only");
        }
        int[] input = pattern(CHANNELS * EXTENT * EXTENT, 7, 11);
        int[] weight = pattern(FILTERS * CHANNELS * FILTER * FILTER, 5, 9);
        try (Session session = new Session(device)) {
            cl_kernel kernel = session.compile(KernelSource.SELF_TEST.name(), source, KernelSource.LANGUAGE);
            cl_mem output = session.buffer("output", (long) Sizeof.cl_int * FILTERS * POSITIONS * POSITIONS);
            bind(kernel, session.buffer("input", input), session.buffer("weight", weight), output);
            long nanoseconds = session.run(kernel, POSITIONS, POSITIONS, FILTERS);
            int[] found = session.read(output, FILTERS * POSITIONS * POSITIONS);
            return new Outcome(nanoseconds, difference(expected(input, weight), found));
        } catch (CLException | DeviceException e) {
            return new Outcome(0, e.getMessage().lines().findFirst().orElse("unknown"));
        }
    }

    private static void bind(cl_kernel kernel, cl_mem input, cl_mem weight, cl_mem output) {
        int argument = 0;
        for (cl_mem buffer : new cl_mem[] {input, weight, output}) {
            CL.clSetKernelArg(kernel, argument++, Sizeof.cl_mem, Pointer.to(buffer));
        }
        for (int scalar : new int[] {CHANNELS, EXTENT, FILTER, STRIDE, PADDING, POSITIONS}) {
            CL.clSetKernelArg(kernel, argument++, Sizeof.cl_int, Pointer.to(new int[] {scalar}));
        }
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
