/** Which designs of a space are tried, and in which order. Each strategy gives the same designs for the same seed. */
package dev.toeplitz.sweep.strategy;
