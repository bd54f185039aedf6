/**
 * Tiles as events over the array, the DMA engines with their double buffers, the banks of buffers, the DRAM and the vector
 * unit, of one core or several. In come the closed form's stages, parts with their tilings, out comes a cost of the same type.
 * Start with {@link dev.toeplitz.sim.timeline.Timeline}; {@link dev.toeplitz.sim.timeline.Walk} lays a part out in chunks and
 * {@code EventLoop} runs them.
 */
package dev.toeplitz.sim.timeline;
