/** The report as text for a terminal of 100 columns. */
package dev.toeplitz.reports.terminal;
