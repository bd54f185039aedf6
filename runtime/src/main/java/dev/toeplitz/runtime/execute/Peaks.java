package dev.toeplitz.runtime.execute;

import dev.toeplitz.kernels.Template;
import dev.toeplitz.runtime.opencl.BoundKernel;
import dev.toeplitz.runtime.opencl.Device;
import dev.toeplitz.runtime.opencl.DeviceBuffer;
import dev.toeplitz.runtime.opencl.DeviceProgram;
import dev.toeplitz.runtime.opencl.OpenClDevice;
import dev.toeplitz.runtime.opencl.ProgramCache;
import dev.toeplitz.runtime.opencl.Session;
import java.util.List;
import java.util.Map;

/**
 * What a device reaches at most, measured by two short kernels: a roofline's two roofs. Times are the host's, around many kernels in a
 * row, since not every driver's clock can be trusted; the best of several tries counts.
 *
 * @param flopPerSecond of fused multiply-adds in single precision, each two operations
 * @param bytesPerSecond read and written together, from and to global memory beyond the caches
 */
public record Peaks(double flopPerSecond, double bytesPerSecond) {
    private static final int TRIES = 5;
    private static final int STEPS = 20_000;
    /** As many times the steps where those are over so soon that starting the kernel counts. */
    private static final int LONGER = 10;

    private static final double SOON = 5e-3;
    private static final int CHAINS = 10;
    /** 64 MiB, more than caches hold. */
    private static final int COPIED = 16 << 20;

    /** Runs each of two kernels a few times. */
    public static Peaks of(OpenClDevice device, ProgramCache cache) {
        Device description = device.description();
        int lanes = Math.max(1, Integer.highestOneBit(description.features().floatVector()));
        String vector = lanes == 1 ? "float" : "float" + lanes;
        boolean cpu = description.type() == Device.Type.CPU;
        int items = (int) description.limits().computeUnits() * (cpu ? 4 : 4096);
        int copiers = cpu ? items : COPIED / lanes / 4;
        int each = COPIED / lanes / copiers;
        String source = fma("fma_peak", vector, STEPS)
                + fma("fma_peak_longer", vector, LONGER * STEPS)
                + Template.COPY_PEAK.filled(Map.of("kernel", "copy_peak", "vector", vector, "each", "" + each));
        try (Session session = new Session(device)) {
            DeviceProgram program = session.program(source, cache);
            DeviceBuffer from = session.floats("peak", COPIED);
            DeviceBuffer to = session.floats("peak", COPIED);
            session.write(from, new float[COPIED]);
            BoundKernel fma = session.bind(program, "fma_peak", List.of(to), items, cpu ? 1 : 0);
            BoundKernel copy = session.bind(program, "copy_peak", List.of(from, to), copiers, cpu ? 1 : 0);
            double flop = 2.0 * CHAINS * STEPS * lanes * items;
            double bytes = 2.0 * Float.BYTES * each * lanes * copiers;
            double seconds = seconds(session, fma);
            if (seconds < SOON) {
                BoundKernel longer = session.bind(program, "fma_peak_longer", List.of(to), items, cpu ? 1 : 0);
                seconds = seconds(session, longer) / LONGER;
            }
            return new Peaks(flop / seconds, bytes / seconds(session, copy));
        }
    }

    private static String fma(String kernel, String vector, int steps) {
        return Template.FMA_PEAK.filled(Map.of("kernel", kernel, "vector", vector, "steps", "" + steps));
    }

    private static double seconds(Session session, BoundKernel kernel) {
        double best = Double.MAX_VALUE;
        for (int i = 0; i < TRIES; i++) {
            session.finish();
            long begin = System.nanoTime();
            session.enqueue(kernel);
            session.finish();
            best = Math.min(best, (System.nanoTime() - begin) / 1e9);
        }
        return best;
    }
}
