package dev.toeplitz.runtime.opencl;

/**
 * An OpenCL device as it describes itself.
 *
 * @param index platform and device number, as {@code 0:0}
 * @param localBytes memory that the work-items of a group share
 * @param compiles whether it compiles OpenCL C itself; boards that do not take built binaries
 */
public record Device(
        String index,
        String platform,
        String name,
        Type type,
        String version,
        String driver,
        long computeUnits,
        long clockMegahertz,
        long globalBytes,
        long localBytes,
        long mostWorkItems,
        boolean compiles,
        boolean float16,
        boolean float64,
        boolean subgroups,
        boolean integerDotProduct) {
    /** What kind of processor it is. */
    public enum Type {
        GPU,
        ACCELERATOR,
        CPU,
        OTHER
    }
}
