/** What is used of Node's compression in workerd (`nodejs_compat`), which has no types of its own. */
declare module 'node:zlib' {
  /** Throws a `RangeError` past `maxOutputLength`, bytes. */
  export function gunzipSync(data: Uint8Array, options: { maxOutputLength: number }): Uint8Array;
}

declare module 'vader-sentiment' {
  /** Shares of negative, neutral and positive words (0 to 1), and the normalised whole (-1 to 1). */
  export interface PolarityScores {
    readonly neg: number;
    readonly neu: number;
    readonly pos: number;
    readonly compound: number;
  }

  const vader: {
    readonly SentimentIntensityAnalyzer: { polarity_scores(text: string): PolarityScores };
  };
  export default vader;
}
