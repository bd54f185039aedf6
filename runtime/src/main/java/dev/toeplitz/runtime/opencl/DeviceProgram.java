package dev.toeplitz.runtime.opencl;

import org.jocl.cl_program;

/** A built program; the session that made it owns it. */
public record DeviceProgram(cl_program handle) {}
