import { type LocalAi, startLocalAi } from '../local-ai/server.ts';
import { modelFolder } from '../local-ai/models/model-folder.ts';
import { showProgress } from '../local-ai/models/progress.ts';

/** Runs `work` against a local AI server of its own, which is gone afterwards. */
export async function withLocalAi(work: (server: LocalAi) => Promise<void>): Promise<void> {
  const server = await startLocalAi({
    port: 0,
    modelFolder: modelFolder(process.env),
    registry: process.env['npm_config_registry'],
    onProgress: showProgress(process.stderr),
  });
  try {
    await work(server);
  } finally {
    await server.close();
  }
}
