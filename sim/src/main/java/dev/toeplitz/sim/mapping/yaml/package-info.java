/** Mappings in files: {@link dev.toeplitz.sim.mapping.yaml.MappingFile} reads and writes them. */
package dev.toeplitz.sim.mapping.yaml;
