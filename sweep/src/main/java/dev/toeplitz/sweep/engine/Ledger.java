package dev.toeplitz.sweep.engine;

import dev.toeplitz.sweep.space.Outcome;
import java.util.List;
import java.util.Map;

/** Where outcomes are kept, so that none is computed twice. */
public interface Ledger {
    /** Keeps nothing. */
    Ledger NONE = new Ledger() {
        @Override
        public Map<Long, Outcome> known(long[] designs) {
            return Map.of();
        }

        @Override
        public void add(List<Outcome> outcomes) {}
    };

    /** Those of the designs that were tried before. */
    Map<Long, Outcome> known(long[] designs);

    /** All of them are kept when it returns, or none. */
    void add(List<Outcome> outcomes);
}
