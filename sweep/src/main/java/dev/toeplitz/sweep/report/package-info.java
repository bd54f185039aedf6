/** What a sweep says beyond its front: how much of the trade it covers, which parameters matter, and the page. */
package dev.toeplitz.sweep.report;
