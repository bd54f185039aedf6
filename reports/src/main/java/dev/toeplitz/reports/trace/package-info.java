/** The timeline as a Perfetto trace, for the viewer of that name: one track for each thing that works. */
package dev.toeplitz.reports.trace;
