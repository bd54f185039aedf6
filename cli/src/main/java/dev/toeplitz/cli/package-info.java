/** The command line: commands parse, call the libraries and print; they do not think. Start with Main. */
package dev.toeplitz.cli;
