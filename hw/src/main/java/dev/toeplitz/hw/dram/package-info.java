/** DRAM standards as data: geometry, and which command may follow which, where and after how long. */
package dev.toeplitz.hw.dram;
