/** Reports and comparisons as Markdown, short enough for a pull request. */
package dev.toeplitz.reports.markdown;
