/** What a network's author may want to know: rules of design, one a class, each checked against a graph. */
package dev.toeplitz.graph.hint;
