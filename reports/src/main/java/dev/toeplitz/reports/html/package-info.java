/**
 * The report as one HTML page that opens offline: the report's JSON, the chart library and scripts in one file. A section is
 * a place in page.html, a script or an entry of OPTIONS in charts.js, and lines for {@code explain}; one whose figures a
 * report lacks is hidden (see {@code hide}). Numbers are written by {@code figure}, which says where in the JSON they stand.
 */
package dev.toeplitz.reports.html;
