export function waitForAnalysis(
  baseUrl: string,
  apiKey: string,
  analysisId: string,
  maxWait?: number,
): Promise<unknown>;
