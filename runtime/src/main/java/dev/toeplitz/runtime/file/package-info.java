/**
 * Tensors from files and back: NumPy arrays, ONNX tensors and pictures, by {@link dev.toeplitz.runtime.file.TensorFile}. What is read
 * has the shape that the network's input wants, or is refused.
 */
package dev.toeplitz.runtime.file;
