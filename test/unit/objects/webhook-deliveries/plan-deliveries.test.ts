import { expect, it } from 'vitest';
import type { Webhook } from '../../../../src/domain/webhook.ts';
import { planDeliveries } from '../../../../src/services/callbacks/deliveries.ts';
import { anEndpoint, World } from './world.ts';

const tenant = { accountId: 'account', livemode: false };
const event = {
  event: 'analysis.completed',
  callbackUrl: 'https://own.example/',
  callbackFormat: 'v1-analyses',
  onlyWebhookId: null,
} as const;

async function receiversOf(endpoints: readonly Webhook[]) {
  const { deps } = new World();
  const webhooks = { ...deps.webhooks(tenant), list: async () => endpoints.map((row) => ({ at: row, row })) };
  const planned = await planDeliveries({ ...deps, webhooks: () => webhooks }, tenant, event);
  return planned.map(({ webhookId }) => webhookId);
}

it('endpoints that are failing are called last', async () => {
  const endpoints = [
    anEndpoint({ id: 'wh_dead', failingSince: 1 }),
    anEndpoint({ id: 'wh_1' }),
    anEndpoint({ id: 'wh_dead_too', failingSince: 1 }),
    anEndpoint({ id: 'wh_2' }),
  ];
  expect(await receiversOf(endpoints)).toEqual([null, 'wh_1', 'wh_2', 'wh_dead', 'wh_dead_too']);
});

it('endpoints that are disabled or did not ask for the event are not called', async () => {
  const endpoints = [
    anEndpoint({ id: 'wh_off', disabledAt: 1 }),
    anEndpoint({ id: 'wh_batches', enabledEvents: ['batch.completed'] }),
    anEndpoint({ id: 'wh_1' }),
  ];
  expect(await receiversOf(endpoints)).toEqual([null, 'wh_1']);
});
