/** US cents per million tokens. */
export interface TokenPrice {
  readonly inputUsdCents: number;
  readonly outputUsdCents: number;
}

/** By the id of the model. A model that is not listed costs nothing. */
export interface PriceTable {
  /** US cents per minute of recording. */
  readonly speech: Readonly<Record<string, number>>;
  readonly languageModels: Readonly<Record<string, TokenPrice>>;
}

/** What Workers AI asks. docs/prices.md says where each number comes from. */
export const WORKERS_AI_PRICES: PriceTable = {
  speech: {
    '@cf/deepgram/nova-3': 0.52,
    '@cf/openai/whisper-large-v3-turbo': 0.051,
  },
  languageModels: {
    '@cf/meta/llama-3.3-70b-instruct-fp8-fast': { inputUsdCents: 29.3, outputUsdCents: 225.3 },
    '@cf/google/gemma-4-26b-a4b-it': { inputUsdCents: 10, outputUsdCents: 30 },
    '@cf/qwen/qwen3.8-27b': { inputUsdCents: 45, outputUsdCents: 320 },
  },
};

/** For models on a machine of one's own. */
export const NO_PRICES: PriceTable = { speech: {}, languageModels: {} };

const MS_PER_MINUTE = 60_000;
const TOKENS_PER_PRICE = 1_000_000;
const DECIMALS = 10_000;

/** US cents with up to four decimals: minutes × price of the model that made the transcript. */
export function speechCostUsdCents(prices: PriceTable, engine: string, durationMs: number): number {
  return rounded((durationMs / MS_PER_MINUTE) * (prices.speech[engine] ?? 0));
}

/** Tokens that a language model took and gave for one report. */
export interface TokensUsed {
  readonly model: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** US cents with up to four decimals: tokens × price; 0 for a report that no model took part in. */
export function judgementCostUsdCents(prices: PriceTable, used: TokensUsed | null): number {
  const price = used && prices.languageModels[used.model];
  if (!price) return 0;
  const cost = used.inputTokens * price.inputUsdCents + used.outputTokens * price.outputUsdCents;
  return rounded(cost / TOKENS_PER_PRICE);
}

/** US cents with up to four decimals. */
export function addCosts(one: number, other: number): number {
  return rounded(one + other);
}

function rounded(usdCents: number): number {
  return Math.round(usdCents * DECIMALS) / DECIMALS;
}
