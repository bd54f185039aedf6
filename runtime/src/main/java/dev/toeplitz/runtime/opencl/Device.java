package dev.toeplitz.runtime.opencl;

/**
 * An OpenCL device as it describes itself.
 *
 * @param index platform and device number, as {@code 0:0}
 */
public record Device(
        String index, String name, String vendor, Type type, Software software, Limits limits, Features features) {
    /** What kind of processor it is. */
    public enum Type {
        GPU,
        ACCELERATOR,
        CPU,
        /** One of none of these kinds, or that claims several: Oclgrind, a debugger, says that it is all of them. */
        OTHER
    }

    /**
     * The driver behind a device. Its versions are texts, as the driver writes them.
     *
     * @param openCl the version that the device supports
     * @param language the version of OpenCL C that it compiles by default
     */
    public record Software(
            String platform,
            String platformVendor,
            String platformVersion,
            String driver,
            String openCl,
            String language) {}

    /**
     * How much of everything.
     *
     * @param localBytes memory that the work-items of a group share
     * @param allocationBytes of the largest buffer
     * @param workItems in a group
     * @param groupExtent work-items in a group along each of the three axes, which multiplied may be more than allowed
     */
    public record Limits(
            long computeUnits,
            long clockMegahertz,
            long globalBytes,
            long localBytes,
            long allocationBytes,
            long workItems,
            Extent groupExtent) {}

    /** Along the three axes of a range. */
    public record Extent(long x, long y, long z) {}

    /**
     * What it can do.
     *
     * @param compiles whether it compiles OpenCL C itself; boards that do not take built binaries
     * @param integerDotProduct cl_khr_integer_dot_product
     * @param floatVector single-precision numbers in its native vector
     */
    public record Features(
            boolean compiles,
            boolean float16,
            boolean float64,
            boolean subgroups,
            boolean integerDotProduct,
            int floatVector) {}

    /** The platform's full name. */
    public String platform() {
        return software.platform();
    }

    /** The platform's short name, such as pocl. */
    public String alias() {
        return PlatformAlias.of(software.platform());
    }
}
