/** The scoreboard as text, CSV and a page. */
package dev.toeplitz.reports.scoreboard;
