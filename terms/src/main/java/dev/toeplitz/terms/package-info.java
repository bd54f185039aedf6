/**
 * The few words that modules share which may not see each other: data types, loop dimensions, operands, the one
 * exception for what a user did, and the one way a file is written. No behaviour of the field lives here. Start with {@link dev.toeplitz.terms.LoopDim}.
 */
package dev.toeplitz.terms;
