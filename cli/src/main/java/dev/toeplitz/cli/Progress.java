package dev.toeplitz.cli;

import java.time.Duration;
import java.util.function.Consumer;

/** Says what is being done once it has taken longer than a second; short work stays silent. */
final class Progress implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Consumer<String> say;
    private final Thread clock;
    private String step;
    private boolean late;
    private boolean closed;

    Progress(Consumer<String> say, Duration patience) {
        this.say = say;
        this.clock = Thread.ofVirtual().start(() -> wait(patience));
    }

    private void wait(Duration patience) {
        try {
            Thread.sleep(patience);
            runLate();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed before it was late
        }
    }

    private synchronized void runLate() {
        late = true;
        if (step != null && !closed) {
            say.accept(step);
        }
    }

    /** What is done from now on. */
    synchronized void step(String what) {
        step = what;
        if (late) {
            say.accept(what);
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        clock.interrupt();
    }
}
