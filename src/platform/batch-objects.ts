import type { BatchObjects } from './ports.ts';

export function createBatchObjects(namespace: Env['BATCHES']): BatchObjects {
  const stub = (id: string) => namespace.getByName(id);
  return {
    create: (batch) => stub(batch.id).create(batch),
    add: (id, chunk, items) => stub(id).add(chunk, items),
    open: (id) => stub(id).open(),
    discard: (id) => stub(id).discard(),
    read: (id) => stub(id).read(),
    items: (id, page) => stub(id).items(page),
    cancel: (id) => stub(id).cancel(),
    take: (id, chunk) => stub(id).take(chunk),
    accepted: (id, chunk, rejected) => stub(id).accepted(chunk, rejected),
    cancelled: (id, chunk) => stub(id).cancelled(chunk),
    release: (id, chunk) => stub(id).release(chunk),
    ended: (id, end) => stub(id).ended(end),
  };
}
