import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { salesCall } from '../support/transcripts.ts';
import { createAccount, createKey, type TestAccount } from './account.ts';
import { acceptedId, settled } from './settled.ts';

const Entry = z.looseObject({ id: z.int().optional(), version: z.int().nullable() });
const Versions = z.object({
  data: z.array(z.looseObject({ version: z.int(), content: z.unknown() })),
  next_cursor: z.string().nullable(),
});
const Named = z.object({
  report: z.looseObject({
    configuration: z.unknown(),
    goals: z.object({ goals: z.array(z.object({ number: z.int(), name: z.string() })) }),
    compliance: z.object({ prohibitedPhrases: z.object({ used: z.boolean() }) }),
    topics: z.unknown(),
  }),
});

async function send(account: TestAccount, method: string, path: string, body?: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return account.fetch(path, { method, ...(body !== undefined && { body: JSON.stringify(body), headers }) });
}

async function entry(response: Response, status: number): Promise<z.infer<typeof Entry>> {
  expect(response.status).toBe(status);
  return Entry.parse(await response.json());
}

async function versionsOf(account: TestAccount, path: string): Promise<z.infer<typeof Versions>> {
  return Versions.parse(await (await account.fetch(`${path}/versions`)).json());
}

async function reportOf(account: TestAccount, id: string): Promise<z.infer<typeof Named>['report']> {
  return Named.parse(await (await account.fetch(`/v1/analyses/${id}/report`)).json()).report;
}

const greeting = { name: 'Greeting', examples: ['thank you for calling'] };

describe('goals', () => {
  it('count from 1 in each account and mode, and a number is never given twice', async () => {
    const [account, other] = [await createAccount(), await createAccount()];
    expect(await entry(await send(account, 'POST', '/v1/goals', greeting), 201)).toMatchObject({
      id: 1,
      version: 1,
    });
    expect(await entry(await send(account, 'POST', '/v1/goals', greeting), 201)).toMatchObject({ id: 2 });
    expect((await send(account, 'DELETE', '/v1/goals/2')).status).toBe(204);
    expect(await entry(await send(account, 'POST', '/v1/goals', greeting), 201)).toMatchObject({ id: 3 });
    expect(await entry(await send(other, 'POST', '/v1/goals', greeting), 201)).toMatchObject({ id: 1 });
    const live = await createKey(account.id, 'read write', true);
    expect((await live.fetch('/v1/goals/1')).status).toBe(404);
  });

  it('keep every version as it was; a deleted one is gone but for its versions', async () => {
    const account = await createAccount();
    await send(account, 'POST', '/v1/goals', greeting);
    const second = await send(account, 'PUT', '/v1/goals/1', { name: 'Greeting', within_seconds: 10 });
    expect(await entry(second, 200)).toMatchObject({ version: 2, within_seconds: 10, examples: [] });
    expect((await send(account, 'DELETE', '/v1/goals/1')).status).toBe(204);
    expect((await account.fetch('/v1/goals/1')).status).toBe(404);
    expect((await send(account, 'PUT', '/v1/goals/1', greeting)).status).toBe(404);
    expect((await send(account, 'DELETE', '/v1/goals/1')).status).toBe(404);
    const { data } = await versionsOf(account, '/v1/goals/1');
    expect(data.map(({ version, content }) => [version, content])).toEqual([
      [3, null],
      [2, expect.objectContaining({ within_seconds: 10 })],
      [1, expect.objectContaining(greeting)],
    ]);
    const page = Versions.parse(await (await account.fetch('/v1/goals/1/versions?limit=2')).json());
    expect(page.next_cursor).toBe('2');
    const rest = await account.fetch(`/v1/goals/1/versions?cursor=${page.next_cursor}`);
    expect(Versions.parse(await rest.json()).data.map(({ version }) => version)).toEqual([1]);
  });

  it('give each of two updates at once a version of its own', async () => {
    const account = await createAccount();
    await send(account, 'POST', '/v1/goals', greeting);
    const updates = ['A', 'B', 'C'].map((name) => send(account, 'PUT', '/v1/goals/1', { name }));
    for (const response of await Promise.all(updates)) expect(response.status).toBe(200);
    const { data } = await versionsOf(account, '/v1/goals/1');
    expect(data.map(({ version }) => version)).toEqual([4, 3, 2, 1]);
    const list = z.object({ data: z.array(Entry) }).parse(await (await account.fetch('/v1/goals')).json());
    expect(list.data).toEqual([expect.objectContaining({ id: 1, version: 4 })]);
  });

  it('are refused beyond 100, and where a field is too long, by name', async () => {
    const account = await createAccount();
    const all = await Promise.all(
      Array.from({ length: 101 }, () => send(account, 'POST', '/v1/goals', greeting)),
    );
    expect(all.map(({ status }) => status).filter((status) => status !== 201)).toEqual([409]);
    const long = await send(account, 'POST', '/v1/goals', { name: 'x'.repeat(121) });
    expect(long.status).toBe(400);
    expect(await long.json()).toMatchObject({ code: 'invalid_request', details: { field: 'name' } });
  });
});

describe('rules and prompts', () => {
  it('are those of everybody until they are set, and again after a reset', async () => {
    const account = await createAccount();
    const initial = await entry(await account.fetch('/v1/rules'), 200);
    expect(initial).toMatchObject({ version: null, max_pause_ms: 5_000 });
    const changed = await send(account, 'PUT', '/v1/rules', { max_pause_ms: 3_000 });
    expect(await entry(changed, 200)).toMatchObject({ version: 1, max_pause_ms: 3_000 });
    expect((await send(account, 'DELETE', '/v1/rules')).status).toBe(204);
    expect(await entry(await account.fetch('/v1/rules'), 200)).toEqual(initial);
    expect(await entry(await send(account, 'PUT', '/v1/rules', {}), 200)).toMatchObject({ version: 3 });
    expect((await versionsOf(account, '/v1/rules')).data.map(({ content }) => content === null)).toEqual([
      false,
      true,
      false,
    ]);
  });

  it('are changed by admins alone', async () => {
    const account = await createAccount('read write');
    for (const path of ['/v1/rules', '/v1/prompts', '/v1/vocabulary']) {
      expect((await send(account, 'PUT', path, {})).status).toBe(403);
      expect((await send(account, 'DELETE', path)).status).toBe(403);
      expect((await account.fetch(path)).status).toBe(200);
    }
  });
});

describe('an analysis', () => {
  it('is made with what the account configured, and its report names the versions', async () => {
    const account = await createAccount();
    await send(account, 'POST', '/v1/goals', { name: 'Offer a discount', examples: ['ten percent off'] });
    await send(account, 'POST', '/v1/goals', greeting);
    await send(account, 'DELETE', '/v1/goals/1');
    await send(account, 'PUT', '/v1/goals/2', { ...greeting, name: 'Says thanks' });
    await send(account, 'POST', '/v1/taxonomies', {
      name: 'Reasons',
      topics: [{ name: 'support calls tool' }],
    });
    await send(account, 'PUT', '/v1/rules', { prohibited_phrases: ['pays for itself'] });
    const master = { id: 'sales-review', version: '7' };
    await send(account, 'PUT', '/v1/prompts', { master_prompt: master, playbook: 'Ask for the team size.' });
    const id = await acceptedId(await account.submit({ transcript: salesCall }));
    const analysis = await settled(account, id);
    expect(analysis.analysis).toMatchObject({ master_prompt_id: 'sales-review', master_prompt_version: '7' });
    expect(analysis.analysis?.organization_prompt_summary).toContain('ask for the team size');
    const report = await reportOf(account, id);
    expect(report.configuration).toEqual({
      goals: [{ id: 2, version: 2 }],
      taxonomies: [{ id: 1, version: 1 }],
      rulesVersion: 1,
      promptsVersion: 1,
      masterPrompt: master,
    });
    expect(report.goals.goals).toEqual([expect.objectContaining({ number: 2, name: 'Says thanks' })]);
    expect(report.compliance.prohibitedPhrases.used).toBe(true);
    expect(JSON.stringify(report.topics)).toContain('support calls tool');
  });

  it('is checked for three general goals where the account has none, and knows nothing of other accounts', async () => {
    const [account, other] = [await createAccount(), await createAccount()];
    await send(other, 'POST', '/v1/goals', greeting);
    const id = await acceptedId(await account.submit({ transcript: salesCall }));
    await settled(account, id);
    const report = await reportOf(account, id);
    expect(report.goals.goals).toHaveLength(3);
    expect(report.configuration).toMatchObject({ goals: [], rulesVersion: null, masterPrompt: null });
  });
});
