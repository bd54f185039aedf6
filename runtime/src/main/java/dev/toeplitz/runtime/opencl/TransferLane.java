package dev.toeplitz.runtime.opencl;

import java.util.List;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_command_queue;
import org.jocl.cl_event;

/** Transfers in order, one after another, beside whatever the session's kernels do; nobody waits for them unless he says so. */
public final class TransferLane {
    private final cl_command_queue queue;
    private final String where;

    TransferLane(cl_command_queue queue, String where) {
        this.queue = queue;
        this.where = where;
    }

    /**
     * The host's numbers to the device. They must not change before the event.
     *
     * @param events owns the event that is given back
     */
    public Running write(HostNumbers from, DeviceBuffer to, DeviceScope events) {
        return Status.during(where, () -> {
            cl_event event = new cl_event();
            CL.clEnqueueWriteBuffer(
                    queue, to.handle(), false, 0, from.bytes(), Pointer.toBuffer(from.memory()), 0, null, event);
            CL.clFlush(queue);
            return new Running(events.own("event", event, CL::clReleaseEvent));
        });
    }

    /** The device's numbers to the host, after something else; they are there once {@link #await} has come back. */
    public Running read(DeviceBuffer from, HostNumbers to, List<Running> after, DeviceScope events) {
        return Status.during(where, () -> {
            cl_event event = new cl_event();
            CL.clEnqueueReadBuffer(
                    queue,
                    from.handle(),
                    false,
                    0,
                    to.bytes(),
                    Pointer.toBuffer(to.memory()),
                    after.size(),
                    list(after),
                    event);
            CL.clFlush(queue);
            return new Running(events.own("event", event, CL::clReleaseEvent));
        });
    }

    public void await(Running transfer) {
        Status.during(where, () -> {
            CL.clWaitForEvents(1, new cl_event[] {transfer.handle()});
        });
    }

    /** Waits for all transfers. */
    public void finish() {
        Status.during(where, () -> {
            CL.clFinish(queue);
        });
    }

    static cl_event[] list(List<Running> after) {
        return after.isEmpty() ? null : after.stream().map(Running::handle).toArray(cl_event[]::new);
    }
}
