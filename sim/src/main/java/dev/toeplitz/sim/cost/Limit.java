package dev.toeplitz.sim.cost;

/** What sets the pace of a layer. */
public enum Limit {
    ARRAY("the array"),
    VECTOR_UNIT("the vector unit"),
    INPUT_BANDWIDTH("DRAM bandwidth, for inputs"),
    WEIGHT_BANDWIDTH("DRAM bandwidth, for weights"),
    OUTPUT_BANDWIDTH("DRAM bandwidth, for results"),
    IM2COL("DRAM bandwidth, for the Toeplitz matrix"),
    BUFFER_PORT("a buffer's port"),
    BUFFER_BANKS("a buffer's banks"),
    LATENCY("waiting for the first tile and draining the last"),
    MOVEMENT("moving data"),
    NOTHING("nothing: no byte moves");

    private final String words;

    Limit(String words) {
        this.words = words;
    }

    /** As it stands in a sentence: bound by … */
    public String words() {
        return words;
    }

    /** What limits a layer, read from its busy cycles and stalls. */
    public static Limit of(LayerCost cost) {
        Stall worst = new Stall(Cause.FIRST_TILE, 1);
        long latency = cost.stallCycles(Cause.FIRST_TILE) + cost.stallCycles(Cause.LAST_TILE);
        for (Stall stall : cost.stalls()) {
            boolean atEnds = stall.cause() == Cause.FIRST_TILE || stall.cause() == Cause.LAST_TILE;
            worst = !atEnds && stall.cycles() > worst.cycles() ? stall : worst;
        }
        if (worst.cause() != Cause.FIRST_TILE && worst.cycles() > latency) {
            return of(worst.cause());
        }
        return latency > cost.busyCycles() ? LATENCY : of(cost.engine());
    }

    private static Limit of(Cause cause) {
        return switch (cause) {
            case FIRST_TILE, LAST_TILE -> LATENCY;
            case INPUT_BANDWIDTH -> INPUT_BANDWIDTH;
            case WEIGHT_BANDWIDTH -> WEIGHT_BANDWIDTH;
            case OUTPUT_BANDWIDTH -> OUTPUT_BANDWIDTH;
            case IM2COL -> IM2COL;
            case BUFFER_PORT -> BUFFER_PORT;
            case BUFFER_BANKS -> BUFFER_BANKS;
            case VECTOR_UNIT -> VECTOR_UNIT;
        };
    }

    private static Limit of(Engine engine) {
        return switch (engine) {
            case ARRAY -> ARRAY;
            case VECTOR_UNIT -> VECTOR_UNIT;
            case DMA -> MOVEMENT;
            case NONE -> NOTHING;
        };
    }
}
