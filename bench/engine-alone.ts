import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { createDecoder } from '../local-ai/audio/decoder.ts';
import { transcribe } from '../local-ai/engine/transcribe.ts';
import { startWorkers } from '../local-ai/engine/workers.ts';
import { fetchModels } from '../local-ai/models/fetch-models.ts';
import { modelFolder } from '../local-ai/models/model-folder.ts';
import { showProgress } from '../local-ai/models/progress.ts';

/** The speech engine of the local AI server without a server, a queue or a store around it. */
export interface EngineAlone {
  /** Transcribes a recording as the pipeline has it done; returns how long that took. */
  secondsFor(file: string): Promise<number>;
  close(): Promise<void>;
}

/** With as many threads as the local AI server has by default. */
export async function startEngineAlone(): Promise<EngineAlone> {
  const models = await fetchModels(
    { folder: modelFolder(process.env), speechModel: 'tiny', registry: process.env['npm_config_registry'] },
    showProgress(process.stderr),
  );
  const engine = {
    workers: await startWorkers(models, availableParallelism()),
    decoder: createDecoder(),
  };
  const options = { multichannel: true, diarize: true, utteranceSplitSeconds: 0.8 };
  return {
    async secondsFor(file) {
      const bytes = new Uint8Array(await readFile(file));
      const start = performance.now();
      await transcribe(engine, bytes, options, new AbortController().signal);
      return (performance.now() - start) / 1000;
    },
    close: async () => {
      await Promise.all([engine.workers.close(), engine.decoder.close()]);
    },
  };
}
