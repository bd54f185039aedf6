/**
 * Descriptions of accelerators: {@link dev.toeplitz.hw.yaml.Accelerators} finds a preset or a file, {@link
 * dev.toeplitz.hw.yaml.AcceleratorReader} reads it. Every value may carry its source; in the presets each one does.
 */
package dev.toeplitz.hw.yaml;
