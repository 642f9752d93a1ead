import { joinRouters } from '../router.ts';
import { accountRouter } from './account.ts';
import { agentReportsRouter } from './agent-reports.ts';
import { apiKeysRouter } from './api-keys.ts';
import { batchesRouter } from './batches.ts';
import { configurationRouter } from './configuration/router.ts';
import { submissionsRouter } from './submissions.ts';
import { uploadsRouter } from './uploads.ts';
import { usageRouter } from './usage.ts';
import { webhookDeliveriesRouter } from './webhook-deliveries.ts';
import { webhookSecretsRouter, webhooksRouter } from './webhooks.ts';

/** The routes that no published format defines. Failures are problem details. */
export const v1Router = joinRouters([
  accountRouter,
  batchesRouter,
  submissionsRouter,
  apiKeysRouter,
  configurationRouter,
  agentReportsRouter,
  uploadsRouter,
  usageRouter,
  webhooksRouter,
  webhookSecretsRouter,
  webhookDeliveriesRouter,
]);
