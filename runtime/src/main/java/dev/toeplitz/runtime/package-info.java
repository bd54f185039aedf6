/** Real OpenCL devices. {@link dev.toeplitz.runtime.Devices} lists them and tries each. */
package dev.toeplitz.runtime;
