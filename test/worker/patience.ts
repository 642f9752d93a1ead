/** For `vi.waitUntil`, whose own second is too short where the machine is busy. */
export const PATIENT = { timeout: 120_000, interval: 20 };
