/** The report as JSON. */
package dev.toeplitz.reports.json;
