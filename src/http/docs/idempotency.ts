/** The header that every write takes. The guard of all routes reads it: no route declares it. */
export const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header' as const,
  required: false,
  description:
    'Any text of your choice, such as a UUID: kept for 24 hours within the account and mode. The same request with the ' +
    'same key gets the first answer again, with `Idempotency-Replayed: true`.',
  schema: { type: 'string' as const, minLength: 1, maxLength: 255 },
};

/** What the header may bring about, by status. */
export const IDEMPOTENCY_ANSWERS = {
  400: 'The `Idempotency-Key` is not valid, or was used for another request',
  409: 'The first request with this `Idempotency-Key` has not been answered yet',
};
