/**
 * SCALE-Sim's topology files, in and out: tables of convolutions, or of matrix products, a layer a line. Source: Samajdar et al.
 * 2020 (ISPASS), and the tool's own reader, whose rules these are.
 */
package dev.toeplitz.graph.scalesim;
