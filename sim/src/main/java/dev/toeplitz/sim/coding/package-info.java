/**
 * What tensors take in DRAM whose elements are partly zero: {@link dev.toeplitz.sim.coding.Contents} says how many are, {@link
 * dev.toeplitz.sim.coding.CodeModel} what a code makes of that, and {@link dev.toeplitz.sim.coding.Coding} has both for each
 * tensor of a network on a machine.
 */
package dev.toeplitz.sim.coding;
