package dev.toeplitz.runtime.opencl;

import dev.toeplitz.runtime.DeviceException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jocl.CLException;

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

    /** Closes after something else has failed already; what fails here goes with it. */
    void closeAfter(Exception failure) {
        try {
            close();
        } catch (DeviceException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        DeviceException failure = new DeviceException("releasing OpenCL handles failed", null);
        while (!owned.isEmpty()) {
            Owned next = owned.pop();
            try {
                next.release().run();
            } catch (RuntimeException e) {
                failure.addSuppressed(told(next.label(), e));
            }
        }
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }

    private static DeviceException told(String label, RuntimeException e) {
        return e instanceof CLException failure
                ? Status.failure(label, failure)
                : new DeviceException(label + ": " + e.getMessage(), e);
    }
}
