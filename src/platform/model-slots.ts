import { describeError } from './log.ts';
import type { ModelSlots } from './model-slots-port.ts';
import type { Log, StepMessage } from './ports.ts';

/** Messages that call a task out of the line name the account, so that a task which is over gives its slot back. */
export function createModelSlots(namespace: Env['MODEL_SLOTS'], log: Log): ModelSlots {
  const noted = (message: StepMessage, error: unknown) =>
    log.error('slots.unavailable', { analysis: message.analysisId, ...describeError(error) });
  return {
    async acquire(accountId, message) {
      try {
        return await namespace.getByName(accountId).acquire(message);
      } catch (error) {
        // The limit shares models out; it must not become the reason that nobody has any.
        noted(message, error);
        return true;
      }
    },
    async join(accountId, message) {
      await namespace
        .getByName(accountId)
        .join({ ...message, slotOf: accountId })
        .catch((error: unknown) => noted(message, error));
    },
    async release(accountId, message) {
      await namespace
        .getByName(accountId)
        .release(message)
        .catch((error: unknown) => noted(message, error));
    },
  };
}
