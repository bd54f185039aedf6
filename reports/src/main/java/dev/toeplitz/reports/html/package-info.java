/** The report as one HTML page that opens offline: the report's JSON, the chart library and a script in one file. */
package dev.toeplitz.reports.html;
