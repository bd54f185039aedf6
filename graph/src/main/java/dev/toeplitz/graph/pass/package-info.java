/** Rewrites of graphs, one a class: each takes a graph and gives another. */
package dev.toeplitz.graph.pass;
