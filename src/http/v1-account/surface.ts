import { createRoute, z } from '@hono/zod-openapi';
import { MAX_RETENTION_DAYS } from '../../domain/retention-days.ts';
import { type AccountSettings, changeRetention, readAccount } from '../../services/accounts/retention.ts';
import { authenticated, contextOf } from '../authentication.ts';
import { json, security } from '../contract.ts';
import { problem, renderProblem } from '../problem.ts';
import { reply } from '../reply.ts';
import { createSurface } from '../surface.ts';

const RetentionDays = z.int().min(0).max(MAX_RETENTION_DAYS);

export const AccountWire = z.strictObject({
  id: z.string(),
  object: z.literal('account'),
  /** For how many days analyses are kept once they are final, where the submission does not say. */
  retention_days: RetentionDays,
});

const guarded = { path: '/v1/account', tags: ['Account'], security, middleware: authenticated };
const errors = {
  401: problem('No credential, or one that is not valid'),
  403: problem('The credential lacks the scope this route needs'),
  429: problem('Too many requests'),
};

const readRoute = createRoute({
  ...guarded,
  method: 'get',
  operationId: 'readAccount',
  summary: 'Settings of the account',
  responses: { 200: json(AccountWire, 'The account'), ...errors },
});

const changeRoute = createRoute({
  ...guarded,
  method: 'patch',
  operationId: 'changeAccount',
  summary: 'Change how long analyses are kept',
  description:
    'Applies, in both modes, to calls submitted from now on (elsewhere in the network within a minute). 0: an analysis ' +
    'is deleted when its callback was delivered, or when it is final where it has none. Needs the scope "admin".',
  request: {
    body: {
      required: true,
      content: { 'application/json': { schema: z.strictObject({ retention_days: RetentionDays }) } },
    },
  },
  responses: {
    200: json(AccountWire, 'The account'),
    400: problem('The number of days is missing or not valid'),
    ...errors,
    415: problem('The body is not JSON'),
  },
});

export const v1Account = createSurface(renderProblem);

v1Account.openapi(readRoute, async (c) =>
  reply(c, AccountWire, toWire(await readAccount(contextOf(c))), 200),
);

v1Account.openapi(changeRoute, async (c) => {
  const account = await changeRetention(contextOf(c), c.req.valid('json').retention_days);
  return reply(c, AccountWire, toWire(account), 200);
});

function toWire({ accountId, retentionDays }: AccountSettings): z.input<typeof AccountWire> {
  return { id: accountId, object: 'account', retention_days: retentionDays };
}
