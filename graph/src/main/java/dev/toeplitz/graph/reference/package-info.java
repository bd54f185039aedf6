/**
 * Steps run in double precision: what an operator's definition means, as numbers. {@link
 * dev.toeplitz.graph.reference.PointByPoint} carries a definition out literally and is the judge on small shapes.
 *
 * <p>Every value is a double, whatever its element type. Integers and truth values are exact as far as 2^53, because
 * definitions round and truncate where their operators do; a FLOAT32 value stays unrounded, so that the reference is
 * closer to the true result than any device it judges.
 */
package dev.toeplitz.graph.reference;
