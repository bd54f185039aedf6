package dev.toeplitz.sweep.store;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.sweep.Spaces;
import dev.toeplitz.sweep.engine.LocalEngine;
import dev.toeplitz.sweep.engine.NetworkModel;
import dev.toeplitz.sweep.engine.Study;
import dev.toeplitz.sweep.engine.Sweep;
import dev.toeplitz.sweep.space.Figures;
import dev.toeplitz.sweep.space.LayerFigures;
import dev.toeplitz.sweep.strategy.Grid;
import dev.toeplitz.terms.InputException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A sweep in a process of its own, slow enough to be killed in the middle; says each slice that is kept. */
final class KilledSweep {
    private KilledSweep() {}

    /** Each estimate takes a while more, and nothing else is different. */
    private record Slow(NetworkModel model, long nanoseconds) implements NetworkModel {
        @Override
        public String name() {
            return model.name();
        }

        @Override
        public Figures estimate(Accelerator accelerator) {
            LockSupport.parkNanos(nanoseconds);
            return model.estimate(accelerator);
        }

        @Override
        public List<LayerFigures> layers(Accelerator accelerator) {
            return model.layers(accelerator);
        }
    }

    static Study study(long nanoseconds) {
        Study fast = Spaces.study(Spaces.SMALL, "lenet5");
        return new Study(fast.space(), List.of(new Slow(fast.networks().getFirst(), nanoseconds)), fast.weights());
    }

    static long run(Path file, long nanoseconds) {
        Study study = study(nanoseconds);
        try (LocalEngine engine = new LocalEngine(study, 2);
                Store store = Store.open(file, study)) {
            Sweep sweep = new Sweep(study, engine, store, progress -> System.out.println(progress.done()));
            return sweep.run(new Grid()).known();
        }
    }

    /** A store, and milliseconds that each estimate takes. */
    public static void main(String[] arguments) {
        try {
            run(Path.of(arguments[0]), 1_000_000 * Long.parseLong(arguments[1]));
            System.out.println("complete");
        } catch (InputException e) {
            System.out.println(e.getMessage());
            System.exit(3);
        }
    }
}
