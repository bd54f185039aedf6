package dev.toeplitz.runtime.opencl;

import dev.toeplitz.runtime.DeviceException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Owns OpenCL handles as an arena owns memory: closing it releases them all, newest first, whatever failed in between.
 */
public final class DeviceScope implements AutoCloseable {
    private record Owned(String label, Runnable release) {}

    private final Deque<Owned> owned = new ArrayDeque<>();

    /** Takes a handle over, and gives it back for use until this is closed. */
    public <T> T own(String label, T handle, Consumer<T> release) {
        owned.push(new Owned(label, () -> release.accept(handle)));
        return handle;
    }

    @Override
    public void close() {
        DeviceException failure = new DeviceException("releasing OpenCL handles failed", null);
        while (!owned.isEmpty()) {
            Owned next = owned.pop();
            try {
                next.release().run();
            } catch (RuntimeException e) {
                failure.addSuppressed(new DeviceException(next.label() + ": " + e.getMessage(), e));
            }
        }
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }
}
