/** What an engine takes of an FPGA: DSP blocks, block RAM, UltraRAM and logic, by component and against a budget. */
package dev.toeplitz.sim.fpga;
