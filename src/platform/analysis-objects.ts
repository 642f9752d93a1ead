import type { AnalysisObjects } from './ports.ts';

export function createAnalysisObjects(namespace: Env['ANALYSES']): AnalysisObjects {
  return {
    create: (analysis) => namespace.getByName(analysis.id).create(analysis),
    read: (id) => namespace.getByName(id).read(),
    send: (id, event) => namespace.getByName(id).send(event),
  };
}
