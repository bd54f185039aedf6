/**
 * Reports: {@code model} joins a network's costs into one versioned value; {@code terminal}, {@code html}, {@code csv}
 * and {@code json} format it and never compute.
 */
package dev.toeplitz.reports;
