/** For `vi.waitUntil`, whose own second is too short where the machine is busy. */
export const PATIENT = { timeout: 30_000, interval: 20 };
