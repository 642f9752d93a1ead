/** US cents per minute of call, by the id of the engine. An engine that is not listed costs nothing. */
export interface PriceTable {
  readonly speech: Readonly<Record<string, number>>;
  readonly analysis: Readonly<Record<string, number>>;
}

/** What Workers AI asks. docs/prices.md says where each number comes from. */
export const WORKERS_AI_PRICES: PriceTable = {
  speech: {
    '@cf/deepgram/nova-3': 0.52,
    '@cf/openai/whisper-large-v3-turbo': 0.051,
  },
  analysis: {
    '@cf/meta/llama-3.3-70b-instruct-fp8-fast': 0.18,
    '@cf/google/gemma-4-26b-a4b-it': 0.04,
    '@cf/qwen/qwen3.8-27b': 0.26,
  },
};

/** For models on a machine of one's own. */
export const NO_PRICES: PriceTable = { speech: {}, analysis: {} };

const MS_PER_MINUTE = 60_000;
const DECIMALS = 10_000;

/** What was done for an analysis: the speech engine of its transcript, the engines of the sections of its report. */
export interface Work {
  readonly durationMs: number;
  /** `null`: nothing was transcribed. */
  readonly speechEngine: string | null;
  readonly sectionEngines: readonly string[];
}

/** US cents with up to four decimals: minutes × (speech price + price of each engine that wrote a section). */
export function costUsdCents(prices: PriceTable, { durationMs, speechEngine, sectionEngines }: Work): number {
  const perMinute = [...new Set(sectionEngines)].reduce(
    (sum, engine) => sum + (prices.analysis[engine] ?? 0),
    (speechEngine === null ? 0 : prices.speech[speechEngine]) ?? 0,
  );
  return Math.round((durationMs / MS_PER_MINUTE) * perMinute * DECIMALS) / DECIMALS;
}

/** US cents with up to four decimals. */
export function addCosts(one: number, other: number): number {
  return Math.round((one + other) * DECIMALS) / DECIMALS;
}
