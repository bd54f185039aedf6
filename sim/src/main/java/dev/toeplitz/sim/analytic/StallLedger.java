package dev.toeplitz.sim.analytic;

import dev.toeplitz.sim.cost.Cause;
import dev.toeplitz.sim.cost.Stall;
import dev.toeplitz.sim.cost.Stream;
import dev.toeplitz.sim.cost.Traffic;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Collects stalls so that each cycle is counted once and under one cause. */
public final class StallLedger {
    private final Map<Cause, Long> cycles = new EnumMap<>(Cause.class);

    /** Cycles under a cause; nothing where they are none. */
    public StallLedger add(Cause cause, long amount) {
        if (amount > 0) {
            cycles.merge(cause, amount, Long::sum);
        }
        return this;
    }

    /** Cycles lost to bandwidth, shared among the streams in proportion to their bytes; the last cause takes the rest. */
    public StallLedger addBandwidth(long amount, Traffic traffic) {
        Map<Cause, Long> bytes = new EnumMap<>(Cause.class);
        for (Map.Entry<Stream, Long> each : traffic.bytes().entrySet()) {
            bytes.merge(each.getKey().cause(), each.getValue(), Long::sum);
        }
        long bytesLeft = traffic.total();
        long left = amount;
        for (Map.Entry<Cause, Long> each : bytes.entrySet()) {
            long share =
                    bytesLeft == each.getValue() ? left : Math.round(left * (each.getValue() / (double) bytesLeft));
            add(each.getKey(), share);
            left -= share;
            bytesLeft -= each.getValue();
        }
        return this;
    }

    /** One for each cause, in their order. */
    public List<Stall> stalls() {
        List<Stall> stalls = new ArrayList<>();
        cycles.forEach((cause, amount) -> stalls.add(new Stall(cause, amount)));
        return stalls;
    }
}
