import { z } from 'zod';
import { modelFolder } from '../../local-ai/models/model-folder.ts';
import { startLocalAi } from '../../local-ai/server.ts';
import { analystAnswer } from './contract-analyst.ts';
import { askNova3 } from './transcribe-file.ts';
import { chatResult } from './workers-ai-answers.ts';
import { type AskedCall, type Behaviour, startWorkersAiContract } from './workers-ai-contract.ts';

const LocalAnswer = z.looseObject({
  success: z.boolean(),
  result: z.looseObject({ metadata: z.record(z.string(), z.unknown()).optional() }).nullish(),
  errors: z.array(z.object({ code: z.int(), message: z.string() })).default([]),
});
/** Languages of nova-3. Source: Deepgram documentation, "Models & languages". */
const NOVA_3_LANGUAGES = new Set(['de', 'en', 'es', 'fr', 'hi', 'it', 'ja', 'nl', 'pt', 'ru']);
const NO_SUCH_LANGUAGE: Behaviour = {
  kind: 'error',
  code: 5007,
  message: 'AiError: No such model/language/tier combination found',
};

export interface ProductionAi {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Imitates what a deployment talks to, with answers of the published shapes: a speech model that recognises what the local
 * engine recognises, and a language model that finds what the offline computation finds.
 */
export async function startProductionAi(): Promise<ProductionAi> {
  const registry = process.env['npm_config_registry'];
  const folder = modelFolder(process.env);
  const engine = await startLocalAi({ port: 0, modelFolder: folder, registry, onProgress: () => undefined });
  const contract = await startWorkersAiContract();
  contract.plan((asked) =>
    asked.model.includes('nova-3')
      ? transcribe(engine.url, asked)
      : chatResult(JSON.stringify(analystAnswer(asked))),
  );
  return {
    url: contract.url,
    close: async () => {
      await Promise.all([contract.close(), engine.close()]);
    },
  };
}

async function transcribe(engineUrl: string, { bytes, query }: AskedCall): Promise<Behaviour> {
  const [language = 'en'] = (query['language'] ?? 'en').split('-');
  if (!NOVA_3_LANGUAGES.has(language)) return NO_SUCH_LANGUAGE;
  const response = await askNova3(engineUrl, new Uint8Array(bytes), query);
  const { success, result, errors } = LocalAnswer.parse(await response.json());
  if (!success || !result) {
    const { code, message } = errors[0] ?? { code: 5004, message: 'AiError: Invalid input' };
    return { kind: 'error', code, message };
  }
  // The local engine says more than nova-3 does.
  const { word_times: _, ...metadata } = result.metadata ?? {};
  return { kind: 'result', result: { ...result, metadata } };
}
