export { accounts, apiKeys } from './accounts.ts';
export { analyses } from './analyses.ts';
export { auditLog } from './accounts.ts';
export { configuration } from './accounts.ts';
export { externalIds } from './analyses.ts';
export { rejectedSubmissions } from './submissions.ts';
export { sweeps } from './accounts.ts';
export {
  agentDays,
  analysisCounts,
  analysisMetadata,
  analysisNumbers,
  type CountKind,
  metadataCounts,
  usageMonths,
} from './tallies.ts';
export { uploadParts, uploads } from './submissions.ts';
export { callbackSecrets, webhookDeliveries, webhooks } from './webhooks.ts';
