import { z } from 'zod';
import { LinearModel, LinearModelHeader } from './linear-model.ts';
import { MODEL_FILE } from './model-file.ts';

const MODEL_NAMES = ['roles', 'acts', 'outcome', 'tone'] as const;
type ModelName = (typeof MODEL_NAMES)[number];

/** The first line of the file; what follows are the models in this order. */
const ModelHeader = z.strictObject({
  version: z.literal(1),
  models: z.record(z.enum(MODEL_NAMES), LinearModelHeader),
});

let opened: Readonly<Record<ModelName, LinearModel>> | null = null;

/** What was learned from labelled calls: `npm run train` makes it. Read once, when it is first asked for. */
export function models(): Readonly<Record<ModelName, LinearModel>> {
  opened ??= openModels(decode(MODEL_FILE));
  return opened;
}

/** Throws where the file is of another version or shape. */
function openModels(file: Uint8Array): Record<ModelName, LinearModel> {
  const end = file.indexOf(10);
  const { models: headers } = ModelHeader.parse(JSON.parse(new TextDecoder().decode(file.subarray(0, end))));
  let at = end + 1;
  const open = (name: ModelName): LinearModel => {
    const model = new LinearModel(headers[name], file.subarray(at));
    at += model.size;
    return model;
  };
  return {
    roles: open('roles'),
    acts: open('acts'),
    outcome: open('outcome'),
    tone: open('tone'),
  };
}

/** A loop: over a million characters, an iterator takes forty times as long. */
function decode(base64: string): Uint8Array {
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = binary.charCodeAt(at);
  return bytes;
}
