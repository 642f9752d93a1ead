export { accounts, apiKeys } from './accounts.ts';
export { analyses } from './analyses.ts';
