package dev.toeplitz.runtime;

/**
 * A device, its driver or the machine failed; nothing the user wrote was wrong. The message reads <em>where: what happened;
 * what to try</em>.
 */
public final class DeviceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DeviceException(String message, Throwable cause) {
        super(message, cause);
    }

    public DeviceException(String happened, String toTry, Throwable cause) {
        this(happened + "; " + toTry, cause);
    }
}
