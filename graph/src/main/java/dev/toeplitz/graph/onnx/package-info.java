/**
 * ONNX files in. {@link dev.toeplitz.graph.onnx.OnnxFile} reads one, with what the user says of its inputs, and gives a
 * {@link dev.toeplitz.graph.Graph} in which every shape is fixed, and what became of each of the file's nodes. The table
 * from ONNX operator to ours is {@code OnnxOperators}; to add a line, read {@code ElementwiseRules}.
 */
package dev.toeplitz.graph.onnx;
