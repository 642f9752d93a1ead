import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import worker from '../../src/worker.ts';

/** GETs `path` from a deployment with other variables; what it does after the response is over too. */
export async function callWith(
  vars: Readonly<Record<string, string>>,
  path: string,
  headers: Record<string, string>,
): Promise<Response> {
  const ctx = createExecutionContext();
  const request = new Request<unknown, IncomingRequestCfProperties>(`https://debrief.test${path}`, {
    headers,
  });
  const response = await worker.fetch(request, { ...env, ...vars }, ctx);
  await waitOnExecutionContext(ctx);
  return response;
}
