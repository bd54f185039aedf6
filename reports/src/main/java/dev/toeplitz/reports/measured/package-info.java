/** What a run on a device took, layer by layer, beside the device's roofs and what an accelerator was predicted to take. */
package dev.toeplitz.reports.measured;
