/** The report as a value, {@link dev.toeplitz.reports.model.Report}: what every renderer shows, computed once. */
package dev.toeplitz.reports.model;
