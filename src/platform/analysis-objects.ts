import type { AnalysisObjects } from './ports.ts';

export function createAnalysisObjects(namespace: Env['ANALYSES']): AnalysisObjects {
  return {
    create: (analysis) => namespace.getByName(analysis.id).create(analysis),
    read: (id) => namespace.getByName(id).read(),
    send: (id, event) => namespace.getByName(id).send(event),
    watch: (id, request) => namespace.getByName(id).fetch(request),
    settled: (id, timeoutMs) => namespace.getByName(id).settled(timeoutMs),
    redeliver: (id, deliveryId) => namespace.getByName(id).redeliver(deliveryId),
    follow: (id, follower) => namespace.getByName(id).follow(follower),
    remove: (id, owner, requestedBy) => namespace.getByName(id).remove(owner, requestedBy),
  };
}
