/**
 * A DRAM standard carried out: {@link dev.toeplitz.sim.dram.DramChannel} obeys its constraints command by command, {@link
 * dev.toeplitz.sim.dram.Controller} orders commands for an access pattern and says what share of the peak it reaches.
 */
package dev.toeplitz.sim.dram;
