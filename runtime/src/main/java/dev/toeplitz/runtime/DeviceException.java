package dev.toeplitz.runtime;

/** A device, its driver or the machine failed; nothing the user wrote was wrong. */
public final class DeviceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DeviceException(String message, Throwable cause) {
        super(message, cause);
    }
}
