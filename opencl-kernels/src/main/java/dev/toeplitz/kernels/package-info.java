/** OpenCL C sources and, for each, what it needs: {@link dev.toeplitz.kernels.KernelSource}. No OpenCL is called here. */
package dev.toeplitz.kernels;
