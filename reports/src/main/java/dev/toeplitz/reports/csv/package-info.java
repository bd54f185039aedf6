/** The report's rows as CSV. */
package dev.toeplitz.reports.csv;
