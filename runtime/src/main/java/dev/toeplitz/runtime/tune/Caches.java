package dev.toeplitz.runtime.tune;

import dev.toeplitz.runtime.opencl.DeviceBuffer;
import dev.toeplitz.runtime.opencl.OpenClDevice;
import dev.toeplitz.runtime.opencl.Session;

/**
 * Fills a device's caches with something else. In a whole network a layer finds its weights in memory, since all other layers' came
 * after them; timed alone it would find them in a cache, and what reads them often would look better than it is.
 */
final class Caches implements AutoCloseable {
    /** More than last-level caches of today's processors hold for a few cores. */
    private static final long BYTES = 64 << 20;

    private final Session session;
    private final DeviceBuffer buffer;
    private final float[] something;

    Caches(OpenClDevice device) {
        // Small devices allocate no such buffer, and have no such caches.
        long bytes = Math.min(BYTES, device.description().limits().allocationBytes() / 2);
        something = new float[Math.toIntExact(bytes / Float.BYTES)];
        session = new Session(device);
        buffer = session.floats("something else", something.length);
    }

    void forget() {
        session.write(buffer, something);
    }

    @Override
    public void close() {
        session.close();
    }
}
