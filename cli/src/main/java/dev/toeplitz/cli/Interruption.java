package dev.toeplitz.cli;

import dev.toeplitz.sweep.engine.Sweep;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Turns Ctrl-C and SIGTERM into an orderly end: the sweep is stopped, and the process waits until it has been left. */
final class Interruption implements AutoCloseable {
    /** Longer than any design takes; a second Ctrl-C does not shorten it, a kill does. */
    private static final long MOST_SECONDS = 60;

    private final AtomicReference<Sweep> running = new AtomicReference<>();
    private final CountDownLatch left = new CountDownLatch(1);
    private final Thread hook = new Thread(this::interrupt, "interruption");

    Interruption() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    void stops(Sweep sweep) {
        running.set(sweep);
    }

    private void interrupt() {
        Sweep sweep = running.get();
        if (sweep == null) {
            return;
        }
        sweep.stop();
        try {
            left.await(MOST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        left.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // It is running already.
        }
    }
}
