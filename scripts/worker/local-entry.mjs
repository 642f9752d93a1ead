// What the platform does around the deployed Worker: static assets before it, and a line for each thing it is asked to do.
import worker from './worker.js';

export * from './worker.js';

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{4}([0-9a-f]{8})/g;

export default {
  async fetch(request, env, context) {
    const { method } = request;
    const { pathname } = new URL(request.url);
    const isRead = method === 'GET' || method === 'HEAD';
    if (isRead && env.LOCAL_ENTRY.assets.includes(pathname)) return env.LOCAL_ASSETS.fetch(request);
    const startedAt = Date.now();
    const response = await worker.fetch(request, env, context);
    // Without the query: it may hold a token or a name.
    const path = pathname.replaceAll(UUID, '…$1');
    if (pathname !== '/health') log(env, `${method} ${path} ${response.status} ${Date.now() - startedAt} ms`);
    return response;
  },

  async queue(batch, env, context) {
    const startedAt = Date.now();
    await worker.queue(batch, env, context);
    log(env, `queue ${batch.queue} ${batch.messages.length} ${Date.now() - startedAt} ms`);
  },

  async scheduled(controller, env, context) {
    const startedAt = Date.now();
    await worker.scheduled(controller, env, context);
    log(env, `cron ${controller.cron} ${Date.now() - startedAt} ms`);
  },
};

function log(env, line) {
  if (env.LOCAL_ENTRY.isLogging) console.log(line);
}
