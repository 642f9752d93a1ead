import { encodeMuLaw } from './mu-law.ts';

const PCM_HEADER_BYTES = 44;
const HEADER_BYTES = 58;
const MU_LAW_TAG = 7;

/**
 * The samples of a mono 16-bit PCM file as flite writes it: a 44-byte header, then samples.
 * Throws when the header says anything else, so that a changed synthesiser cannot pass unnoticed.
 */
export function readFliteWav(file: Buffer): { sampleRateHz: number; samples: Int16Array } {
  const isExpected =
    file.toString('latin1', 0, 4) === 'RIFF' &&
    file.readUInt16LE(20) === 1 &&
    file.readUInt16LE(22) === 1 &&
    file.readUInt16LE(34) === 16 &&
    file.toString('latin1', 36, 40) === 'data';
  if (!isExpected) throw new Error('The synthesiser did not write a mono 16-bit PCM WAV file.');
  const count = Math.floor((file.length - PCM_HEADER_BYTES) / 2);
  const samples = Int16Array.from({ length: count }, (_, i) => file.readInt16LE(PCM_HEADER_BYTES + i * 2));
  return { sampleRateHz: file.readUInt32LE(24), samples };
}

/**
 * A G.711 mu-law WAV file, the encoding of telephone recorders: one byte per sample, channels interleaved.
 * All channels have the same length.
 */
export function writeMuLawWav(channels: readonly Int16Array[], sampleRateHz: number): Buffer {
  const frames = channels[0]?.length ?? 0;
  const dataBytes = frames * channels.length;
  const file = Buffer.alloc(HEADER_BYTES + dataBytes + (dataBytes % 2));
  writeHeader(file, channels.length, sampleRateHz, frames);
  channels.forEach((samples, channel) => {
    samples.forEach((sample, frame) => {
      file[HEADER_BYTES + frame * channels.length + channel] = encodeMuLaw(sample);
    });
  });
  return file;
}

function writeHeader(file: Buffer, channelCount: number, sampleRateHz: number, frames: number): void {
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(18, 16);
  file.writeUInt16LE(MU_LAW_TAG, 20);
  file.writeUInt16LE(channelCount, 22);
  file.writeUInt32LE(sampleRateHz, 24);
  file.writeUInt32LE(sampleRateHz * channelCount, 28);
  file.writeUInt16LE(channelCount, 32);
  file.writeUInt16LE(8, 34);
  file.write('fact', 38, 'latin1');
  file.writeUInt32LE(4, 42);
  file.writeUInt32LE(frames, 46);
  file.write('data', 50, 'latin1');
  file.writeUInt32LE(frames * channelCount, 54);
}
