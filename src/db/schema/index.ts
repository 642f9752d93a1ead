export { accounts, apiKeys } from './accounts.ts';
export { analyses } from './analyses.ts';
export { auditLog } from './audit-log.ts';
export { configuration } from './configuration.ts';
export { externalIds } from './external-ids.ts';
export { rejectedSubmissions } from './rejected-submissions.ts';
export { sweeps } from './sweeps.ts';
export {
  agentDays,
  analysisCounts,
  analysisMetadata,
  analysisNumbers,
  type CountKind,
  metadataCounts,
  usageMonths,
} from './tallies.ts';
export { uploadParts, uploads } from './uploads.ts';
export { callbackSecrets, webhookDeliveries, webhooks } from './webhooks.ts';
