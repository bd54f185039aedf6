/** Outcomes in an embedded DuckDB file: kept as they come, gone on from, queried and exported; start with {@link Store}. */
package dev.toeplitz.sweep.store;
