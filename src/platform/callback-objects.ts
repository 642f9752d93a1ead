import type { CallbackObjectCore } from '../callback-desk/object.ts';
import type { CallbackObjects } from './ports.ts';

export function createCallbackObjects(
  namespace: DurableObjectNamespace<CallbackObjectCore>,
): CallbackObjects {
  return {
    announce: (announcement) => namespace.getByName(announcement.subjectId).announce(announcement),
    redeliver: (subjectId, deliveryId) => namespace.getByName(subjectId).redeliver(deliveryId),
  };
}
