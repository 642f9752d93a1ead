import { DEFAULT_RETENTION_DAYS } from './retention-days.ts';

/** A million US dollars. */
export const MAX_BUDGET_USD_CENTS = 100_000_000;

/** What an account decides for all its calls, in both modes. */
export interface AccountSettings {
  /** Days for which analyses are kept once they are final; 0: until the callback is over. */
  readonly retentionDays: number;
  /** What the account may cost in a month (UTC); `null`: no limit. */
  readonly monthlyBudgetUsdCents: number | null;
}

export const DEFAULT_SETTINGS: AccountSettings = {
  retentionDays: DEFAULT_RETENTION_DAYS,
  monthlyBudgetUsdCents: null,
};
