/**
 * Sweeps on an Apache Spark cluster. A study goes out as text ({@link StudyText}), each executor builds it once
 * ({@link Trials}), and outcomes come back to the driver, which keeps them as any other engine's; start with
 * {@link SparkEngine}.
 */
package dev.toeplitz.sweep.spark;
