import { renderBatch, renderItem } from '../../formats/v1-batches/render.ts';
import { AcceptedBatchWire, BatchWire, ItemListWire } from '../../formats/v1-batches/wire.ts';
import { cancelBatch } from '../../services/batches/cancel.ts';
import { listItems, readBatch } from '../../services/batches/read.ts';
import { contextOf } from '../authentication.ts';
import { renderProblem } from '../problem.ts';
import { reply } from '../reply.ts';
import { createSurface } from '../surface.ts';
import { receiveBatch } from './receive.ts';
import { cancelBatchRoute, createBatchRoute, listItemsRoute, readBatchRoute } from './routes.ts';

export const v1Batches = createSurface(renderProblem);

// Registered by hand: the framework's own body validation would read a whole batch into memory.
v1Batches.openAPIRegistry.registerPath(createBatchRoute);
v1Batches.post(createBatchRoute.getRoutingPath(), createBatchRoute.middleware, async (c) => {
  const { state, rejected } = await receiveBatch(c);
  c.header('location', `/v1/batches/${state.batch.id}`);
  const errors = rejected.map(({ index, error }) => ({ index, ...error }));
  return reply(c, AcceptedBatchWire, { ...renderBatch(state), errors }, 202);
});

v1Batches.openapi(readBatchRoute, async (c) => {
  return reply(c, BatchWire, renderBatch(await readBatch(contextOf(c), c.req.valid('param').batch_id)), 200);
});

v1Batches.openapi(listItemsRoute, async (c) => {
  const { status = null, limit, cursor } = c.req.valid('query');
  const page = { after: cursor === undefined ? -1 : Number(cursor), limit, status };
  const { items, hasMore } = await listItems(contextOf(c), c.req.valid('param').batch_id, page);
  const next = hasMore ? `${items.at(-1)?.index}` : null;
  const data = items.map(renderItem);
  return reply(c, ItemListWire, { object: 'list', data, has_more: hasMore, next_cursor: next }, 200);
});

v1Batches.openapi(cancelBatchRoute, async (c) => {
  return reply(
    c,
    BatchWire,
    renderBatch(await cancelBatch(contextOf(c), c.req.valid('param').batch_id)),
    202,
  );
});
