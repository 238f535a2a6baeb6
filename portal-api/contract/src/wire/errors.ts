/** Every error code of the API with its HTTP status. A code missing here fails to compile. */
export const errorStatus = {
  MALFORMED_REQUEST: 400,
  UNAUTHENTICATED: 401,
  INVALID_CREDENTIALS: 401,
  TOTP_REQUIRED: 401,
  SIGNATURE_INVALID: 401,
  FORBIDDEN: 403,
  CSRF_FAILED: 403,
  CONSENT_REQUIRED: 403,
  PASSWORD_CHANGE_REQUIRED: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  CONFLICT: 409,
  VERSION_CONFLICT: 409,
  SLOT_FULL: 409,
  SLOT_NOT_OPEN: 409,
  ALREADY_BOOKED: 409,
  HOLD_EXPIRED: 409,
  INVALID_STATE: 409,
  CANCEL_CUTOFF_PASSED: 409,
  PAYMENT_MODE_NOT_ALLOWED: 409,
  PATIENT_LIMIT_REACHED: 409,
  PATIENT_LOCKED: 409,
  ROSTER_CLASH: 409,
  ROSTER_HAS_APPOINTMENTS: 409,
  NAME_TAKEN: 409,
  OUTSTANDING_APPOINTMENTS: 409,
  IDEMPOTENCY_KEY_REUSED: 409,
  IDEMPOTENCY_IN_PROGRESS: 409,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  INVALID_FIELD: 422,
  CODE_INVALID: 422,
  IDENTITY_MISMATCH: 422,
  ACCOUNT_LOCKED: 423,
  RATE_LIMITED: 429,
  INTERNAL: 500,
  PROVIDER_UNAVAILABLE: 502,
  UNAVAILABLE: 503,
} as const;

export type ErrorCode = keyof typeof errorStatus;

/** The one shape of every error answer. `fields` maps a JSON path such as `body.phone` to what to do about it. */
export interface ErrorBody {
  error: {
    code: ErrorCode;
    message: string;
    fields?: Record<string, string>;
    requestId: string;
  };
}
