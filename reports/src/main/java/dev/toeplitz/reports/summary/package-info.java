/** A report in a few plain sentences. */
package dev.toeplitz.reports.summary;
