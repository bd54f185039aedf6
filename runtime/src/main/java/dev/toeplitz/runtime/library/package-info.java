/** The library's few lines: {@link dev.toeplitz.runtime.library.Network} opens a graph on a device and runs it. */
package dev.toeplitz.runtime.library;
