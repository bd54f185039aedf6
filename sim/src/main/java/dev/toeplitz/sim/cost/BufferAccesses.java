package dev.toeplitz.sim.cost;

/**
 * Elements that the array takes from and puts into the on-chip buffers. Convention of SCALE-Sim v2: an operand is read
 * again for each fold along the array's side that it does not lie on, and partial sums are written once a fold.
 */
public record BufferAccesses(long inputReads, long weightReads, long outputWrites) {
    public static final BufferAccesses NONE = new BufferAccesses(0, 0, 0);

    public BufferAccesses plus(BufferAccesses other) {
        return new BufferAccesses(
                Math.addExact(inputReads, other.inputReads),
                Math.addExact(weightReads, other.weightReads),
                Math.addExact(outputWrites, other.outputWrites));
    }
}
