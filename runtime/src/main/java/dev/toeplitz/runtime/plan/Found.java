package dev.toeplitz.runtime.plan;

/** A contraction seen as products of matrices, or why it cannot be. */
sealed interface Found permits BlockNest, BlockNest.Refused {}
