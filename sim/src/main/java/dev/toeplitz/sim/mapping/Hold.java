package dev.toeplitz.sim.mapping;

/**
 * How much of an operand its buffer holds while loops over tiles run. One role of M, N, K does not move the operand; when
 * that loop runs on, the operand's tiles are needed again.
 */
public enum Hold {
    /** One tile: it is loaded again whenever another one was there meanwhile. */
    TILE,
    /** All tiles that the loops inside the one that does not move the operand go through: nothing is loaded twice. */
    STRIP,
    /** All tiles of a group: not even what neighbouring tiles share is loaded twice. */
    WHOLE
}
