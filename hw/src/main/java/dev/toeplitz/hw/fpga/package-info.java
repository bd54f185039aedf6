/** FPGAs as budgets of DSP blocks, block RAM, UltraRAM and logic, and what one block of each kind holds. */
package dev.toeplitz.hw.fpga;
