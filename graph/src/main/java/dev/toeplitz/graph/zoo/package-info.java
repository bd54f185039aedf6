/**
 * Networks by name, one class a family, each to be read beside its paper's table. {@link dev.toeplitz.graph.zoo.Networks}
 * is the list; {@link dev.toeplitz.graph.zoo.Net} the few words the families are written in.
 */
package dev.toeplitz.graph.zoo;
