/**
 * Steps run in double precision: what an operator's definition means, as numbers. {@link
 * dev.toeplitz.graph.reference.PointByPoint} carries a definition out literally and is the judge on small shapes; {@link
 * dev.toeplitz.graph.reference.Reference} runs nodes and whole graphs on an interpreter proven equal to it; {@link
 * dev.toeplitz.graph.reference.Bounded} says how far from a result a device of some {@link
 * dev.toeplitz.graph.reference.Precision} may be. Start with {@code Reference}.
 *
 * <p>Every value is a double, whatever its element type. Integers and truth values are exact as far as 2^53, because
 * definitions round and truncate where their operators do; a FLOAT32 value stays unrounded, so that the reference is
 * closer to the true result than any device it judges.
 */
package dev.toeplitz.graph.reference;
