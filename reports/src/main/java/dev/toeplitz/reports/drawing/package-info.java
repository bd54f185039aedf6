/** The network as a picture: where each layer stands and how its edges run. The one package that uses Eclipse ELK. */
package dev.toeplitz.reports.drawing;
