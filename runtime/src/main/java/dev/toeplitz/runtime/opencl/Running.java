package dev.toeplitz.runtime.opencl;

import org.jocl.cl_event;

/** A kernel that was started; its time is asked once, after the queue has finished. */
public record Running(cl_event handle) {}
