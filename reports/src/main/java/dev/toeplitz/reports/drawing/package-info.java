/**
 * The network as a picture: where each layer stands and how its edges run. The one package that uses Eclipse ELK. Beside it
 * pictures of figures, as bars or over two axes, for documents.
 */
package dev.toeplitz.reports.drawing;
