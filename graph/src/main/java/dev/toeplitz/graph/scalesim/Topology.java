package dev.toeplitz.graph.scalesim;

import java.util.List;

/** The layers of a file, in its order; {@code name} is the file's without its ending. */
public record Topology(String name, List<Row> rows) {
    public Topology {
        rows = List.copyOf(rows);
    }

    /** The two kinds of file; SCALE-Sim is told on its command line which one it is given. */
    public enum Form {
        CONVOLUTIONS,
        PRODUCTS
    }
}
