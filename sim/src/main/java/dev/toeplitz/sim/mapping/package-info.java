/** How a contraction is cut and ordered on an accelerator, as a value: {@link dev.toeplitz.sim.mapping.Tiling}. */
package dev.toeplitz.sim.mapping;
