/** The published poller of GET /v1/analysis/{id}, with its base URL and key as arguments. */
export async function waitForAnalysis(baseUrl, apiKey, analysisId, maxWait = 120000) {
  const startTime = Date.now();

  while (Date.now() - startTime < maxWait) {
    const response = await fetch(`${baseUrl}/v1/analysis/${analysisId}`, {
      headers: {
        Authorization: `Bearer ${apiKey}`,
      },
    });
    const analysis = await response.json();

    if (analysis.status === 'complete') {
      return analysis;
    }

    if (analysis.status === 'failed') {
      throw new Error(analysis.error.message);
    }

    await new Promise((resolve) => setTimeout(resolve, 2000));
  }

  throw new Error('Analysis timed out');
}
