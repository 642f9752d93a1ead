import type { StepMessage, StepQueues } from './ports.ts';

/** Speech takes seconds to minutes, the other steps milliseconds: they do not share a queue. */
export function createStepQueues(jobs: Queue<StepMessage>, transcriptions: Queue<StepMessage>): StepQueues {
  return {
    async announce(message) {
      await (message.step === 'transcribe' ? transcriptions : jobs).send(message);
    },
  };
}
