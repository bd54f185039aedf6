package dev.toeplitz.kernels;

/**
 * What one work-group of a kernel asks of a device.
 *
 * @param workItems in a group
 * @param localBytes memory that they share
 */
public record Needs(long workItems, long localBytes) {
    /** Why a device with these limits cannot run it; empty where it can. */
    public String refusal(long mostWorkItems, long mostLocalBytes) {
        if (workItems > mostWorkItems) {
            return "a work-group needs %,d work-items, and the device has %,d".formatted(workItems, mostWorkItems);
        }
        return localBytes > mostLocalBytes
                ? "a work-group needs %,d bytes of local memory, and the device has %,d"
                        .formatted(localBytes, mostLocalBytes)
                : "";
    }
}
