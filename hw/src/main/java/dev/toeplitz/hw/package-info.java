/**
 * Accelerators as data: {@link dev.toeplitz.hw.Accelerator} and its parts. Nothing here computes cost. Descriptions are
 * read by {@code dev.toeplitz.hw.yaml}; presets are resources beside it.
 */
package dev.toeplitz.hw;
