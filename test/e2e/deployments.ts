import type { SystemOptions } from '../../scripts/system/start-system.ts';
import { startProductionAi } from '../support/production-ai.ts';

/** Models that the same tests are run with. */
export interface Deployment {
  readonly name: string;
  /** The engine of its reports. */
  readonly engine: string;
  /** What `unknownLanguage` is answered with. */
  readonly refusal: string;
  /** BCP 47 tag of a language that its speech model does not know. */
  readonly unknownLanguage: string;
  readonly open: () => Promise<Models>;
}

export interface Models {
  readonly options: Partial<Pick<SystemOptions, 'aiBaseUrl' | 'vars'>>;
  readonly close: () => Promise<void>;
}

export const local: Deployment = {
  name: 'the local models',
  engine: 'offline',
  unknownLanguage: 'de',
  refusal: 'unsupported_language',
  open: async () => ({ options: {}, close: () => Promise.resolve() }),
};

const LLM_MODEL = '@cf/google/gemma-4-26b-a4b-it';

export const production: Deployment = {
  name: 'the models of production',
  engine: LLM_MODEL,
  unknownLanguage: 'tlh',
  refusal: 'transcription_rejected',
  open: async () => {
    const { url, close } = await startProductionAi();
    return { options: { aiBaseUrl: url, vars: { LLM_MODEL } }, close };
  },
};

export const deployments: readonly Deployment[] = [local, production];
