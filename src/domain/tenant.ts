/** Whose data something is: an account in one of its two modes. Live and test data never mix. */
export interface Tenant {
  readonly accountId: string;
  readonly livemode: boolean;
}

/** How long an analysis is kept once it is final, where neither it nor its account says otherwise. */
export const DEFAULT_RETENTION_DAYS = 90;
export const MAX_RETENTION_DAYS = 3650;

/** Largest monthly budget: a million US dollars. */
export const MAX_BUDGET_USD_CENTS = 100_000_000;

/** What an account decides for all its calls, in both modes. */
export interface AccountSettings {
  /** Days that analyses are kept once they are final; 0: until their callbacks were delivered or given up. */
  readonly retentionDays: number;
  /** What the account may cost in a month (UTC); `null`: no limit. */
  readonly monthlyBudgetUsdCents: number | null;
}

/** What holds for an account that decided nothing. */
export const DEFAULT_SETTINGS: AccountSettings = {
  retentionDays: DEFAULT_RETENTION_DAYS,
  monthlyBudgetUsdCents: null,
};
