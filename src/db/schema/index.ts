export { accounts, apiKeys } from './accounts.ts';
export { analyses } from './analyses.ts';
export {
  agentDays,
  analysisCounts,
  analysisMetadata,
  analysisNumbers,
  type CountKind,
  metadataCounts,
  usageMonths,
} from './tallies.ts';
