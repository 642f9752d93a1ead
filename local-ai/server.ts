import { createServer, type Server } from 'node:http';
import { availableParallelism } from 'node:os';
import { answerRequest, type Service } from './answer-request.ts';
import { createDecoder } from './audio/decoder.ts';
import { startWorkers } from './engine/workers.ts';
import { fetchModels } from './models/fetch-models.ts';
import type { OnFetchProgress } from './models/fetch-package.ts';
import { SPEECH_MODELS, type SpeechModel } from './models/manifest.ts';

export interface LocalAiOptions {
  /** Port on 127.0.0.1; 0 for any free one. */
  port: number;
  modelFolder: string;
  speechModel?: SpeechModel;
  /** Worker threads, one per core where absent. */
  threads?: number;
  /** Registry the models are fetched from; the public one where absent. */
  registry?: string | undefined;
  /** Largest request body, 1 GB where absent. */
  maxBodyBytes?: number;
  /** Requests that are worked on or wait at once; the next one is told to come back. Four per thread where absent. */
  maxRequests?: number;
  onProgress?: OnFetchProgress;
  now?: () => Date;
  log?: (line: string) => void;
}

export interface LocalAi {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  url: string;
  close(): Promise<void>;
}

const MAX_BODY_BYTES = 1_000_000_000;
const REQUESTS_PER_THREAD = 4;

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : port}`);
    });
  });
}

async function startService(options: LocalAiOptions): Promise<Service> {
  const {
    modelFolder: folder,
    speechModel = 'tiny',
    registry,
    onProgress,
    maxBodyBytes = MAX_BODY_BYTES,
  } = options;
  const threads = options.threads ?? availableParallelism();
  const models = await fetchModels({ folder, speechModel, registry }, onProgress);
  const engine = { workers: await startWorkers(models, threads), decoder: createDecoder() };
  return {
    context: { engine, speechModel: SPEECH_MODELS[speechModel].name, now: options.now ?? (() => new Date()) },
    gate: { running: 0, most: options.maxRequests ?? threads * REQUESTS_PER_THREAD },
    maxBodyBytes,
    log: options.log ?? ((line) => process.stderr.write(`${line}\n`)),
  };
}

/**
 * Starts the local AI server: fetches the models that are missing, loads them, listens. Resolves when it can answer.
 * Rejects with `ModelUnavailable`, or with the listening error of a taken port.
 */
export async function startLocalAi(options: LocalAiOptions): Promise<LocalAi> {
  const service = await startService(options);
  const { workers, decoder } = service.context.engine;
  const stopThreads = () => Promise.all([workers.close(), decoder.close()]);
  const server = createServer((request, response) => void answerRequest(service, request, response));
  // A long recording may take longer to upload and to transcribe than the defaults allow.
  server.requestTimeout = 0;
  try {
    const url = await listen(server, options.port);
    return {
      url,
      async close() {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
        await stopThreads();
      },
    };
  } catch (cause) {
    await stopThreads();
    throw cause;
  }
}
