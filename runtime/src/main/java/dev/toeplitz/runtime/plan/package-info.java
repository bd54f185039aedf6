/**
 * From a graph to kernel launches: {@link dev.toeplitz.runtime.plan.StepPrinter} fills a template for each step, {@link
 * dev.toeplitz.runtime.plan.Plan} lines them up and gives every value a buffer that others may use before and after it.
 */
package dev.toeplitz.runtime.plan;
