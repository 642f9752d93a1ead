import type { Analysis } from './analysis.ts';

/** US cents per million tokens. */
interface TokenPrice {
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
interface TokensUsed {
  readonly model: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** US cents with up to four decimals: tokens × price; 0 for a report that no model took part in. */
export function llmCostUsdCents(prices: PriceTable, used: TokensUsed | null): number {
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

/** What a finished step costs, US cents with up to four decimals. */
export interface StepCosts {
  readonly speechCostUsdCents?: number;
  readonly llmCostUsdCents?: number;
}

type Charged = Pick<Analysis, 'costUsdCents' | 'speechCostUsdCents' | 'chargedAt'>;

/** The charges of an analysis after a completed step with these costs. Call it once for each run of a step. */
export function charge(analysis: Charged, costs: StepCosts, nowMs: number): Charged {
  const { speechCostUsdCents, llmCostUsdCents } = costs;
  const isFree = speechCostUsdCents === undefined && llmCostUsdCents === undefined;
  const { costUsdCents, speechCostUsdCents: speechBefore, chargedAt } = analysis;
  if (isFree) return { costUsdCents, speechCostUsdCents: speechBefore, chargedAt };
  const added = addCosts(speechCostUsdCents ?? 0, llmCostUsdCents ?? 0);
  return {
    costUsdCents: addCosts(costUsdCents ?? 0, added),
    speechCostUsdCents: addCosts(speechBefore ?? 0, speechCostUsdCents ?? 0),
    chargedAt: nowMs,
  };
}

/** What completed, and what was charged, in one month. */
export interface UsageMonth {
  /** `2026-11`, UTC. */
  readonly month: string;
  readonly analyses: number;
  readonly audioMinutes: number;
  readonly costUsdCents: number;
  /** The part of it that is for transcription; the rest is for language models. */
  readonly speechCostUsdCents: number;
}

/** `2026-11` for any time within that month, UTC. */
export function monthOf(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 7);
}

/** When a month (`2026-11`) begins, ISO 8601, UTC. */
export function startOfMonth(month: string): string {
  return `${month}-01T00:00:00Z`;
}

/** The month `count` months before another one. */
export function monthsBefore(month: string, count: number): string {
  const date = new Date(`${month}-01T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() - count);
  return monthOf(date.getTime());
}
