/** The one package that touches {@code org.jocl}: platforms, devices, programs, and the scope that owns their handles. */
package dev.toeplitz.runtime.opencl;
