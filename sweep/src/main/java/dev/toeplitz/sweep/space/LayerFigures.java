package dev.toeplitz.sweep.space;

import java.io.Serializable;

/** What one layer of a network costs on one design; a network's figures are the sums over its layers. */
public record LayerFigures(String layer, long cycles, double picojoules, long dramBytes) implements Serializable {}
