import { halveRate, scaleToPeak, trimSilence } from './signal.ts';
import type { CallScript } from './script.ts';
import type { Speak } from './speech.ts';
import { mixChannel, placeTurns, type SpokenTurn } from './timeline.ts';
import { describeCall } from './truth.ts';
import { writeMuLawWav } from './wav.ts';

const SAMPLE_RATE_HZ = 8000;
const SILENCE_THRESHOLD = 400;
const SPEECH_PEAK = 28_000;
const TAIL_MS = 600;

/** The stereo recording of a script (channel 0 agent, channel 1 customer) and its truth. Same script, same bytes. */
export async function buildCall(script: CallScript, speak: Speak) {
  const spoken: SpokenTurn[] = [];
  for (const { who, gapMs, text, hold } of script.turns) {
    const samples = telephoneQuality(await speak(script.voices[who], text, script.durationStretch));
    spoken.push({ who, gapMs, text, hold: hold ?? false, samples });
  }
  const turns = placeTurns(spoken, SAMPLE_RATE_HZ);
  const durationMs = Math.max(...turns.map((turn) => turn.endMs)) + TAIL_MS;
  const agent = mixChannel(turns, 'agent', durationMs, SAMPLE_RATE_HZ);
  const customer = mixChannel(turns, 'customer', durationMs, SAMPLE_RATE_HZ);
  return {
    wav: writeMuLawWav([agent, customer], SAMPLE_RATE_HZ),
    truth: describeCall(script, turns, durationMs, SAMPLE_RATE_HZ),
  };
}

function telephoneQuality(speech: Int16Array): Int16Array {
  return trimSilence(scaleToPeak(halveRate(speech), SPEECH_PEAK), SILENCE_THRESHOLD);
}
